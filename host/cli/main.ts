#!/usr/bin/env node
/** The command line of the Node host. The arguments after the command, or after the file, go to the guest unchanged. */
import { readFileSync } from 'node:fs';
import { type Command, UsageError, readCommandLine } from './command-line.ts';
import { GuestError, OptionError, serve } from '../index.ts';
import { DenialLines } from '../permissions/denial-lines.ts';
import { printable } from '../printable.ts';
import { DRAIN_MS } from '../runners/worker-protocol.ts';

const HELP = `as-selectors: socket servers in WebAssembly

  as-selectors echo [OPTIONS]            the multiplexed echo server; --help for its options
  as-selectors blocking-echo [OPTIONS]   the blocking echo server, for contrast
  as-selectors lines [OPTIONS]           a server that numbers lines, on the event loop
  as-selectors udp-echo [OPTIONS]        a server that echoes datagrams, on the event loop
  as-selectors proxy [OPTIONS]           connects clients to upstream servers
  as-selectors chat [OPTIONS]            a chat: rooms for nc, telnet and browsers
  as-selectors http [OPTIONS]            an HTTP server: files, echo, health, metrics
  as-selectors run [ALLOW...] FILE.wasm [ARGS...]
                                         runs a component of your own, see below
  as-selectors demo [web]                what multiplexing is for, in the terminal or as a page
  as-selectors build SERVER.ts           compiles a server of your own to a component; --help for its options
  as-selectors --help | --version        or -h, -V

What a component may do; by default nothing. Each may be repeated, or have several values between commas:
  --allow-listen HOST:PORT    listen there: an IP address (IPv6 in brackets), localhost or *; a port, 0 for any free one, or *
  --allow-connect HOST:PORT   connect or send datagrams there; HOST may be a name too
  --allow-resolve NAME        look up that name; *.NAME: all names below it; *: any name
  --allow-env NAME            see that environment variable; *: all of them
  --allow-all                 all of the above
  --allow-read DIR            read the files below that folder, which it knows by the same name

Before the command: --engine epoll|node-net|auto, where its sockets come from; auto, the default: epoll if it is available.
Ctrl-C or SIGTERM: stops listening, lets connections finish (within ${DRAIN_MS / 1000} s) and ends; a second one ends at once.
Exit codes: 0 all went well, 1 failure, 2 wrong command line, 134 the guest trapped; a second signal
ends the process itself (130 or 143 in a shell).
`;
const EXIT_USAGE = 2;
/** A Ctrl-C reaches the whole process group, and npm passes it on too: a second signal within this time is the same Ctrl-C. */
const SAME_SIGNAL_MS = 100;

function usage(problem: string): never {
  console.error(`as-selectors: ${printable(problem)}. See as-selectors --help.`);
  process.exit(EXIT_USAGE);
}

async function run({ component, ...given }: Extract<Command, { name: 'serve' }>): Promise<void> {
  const { args, permissions, preopens, engine } = given;
  const streams = { stdin: 'inherit', stdout: 'inherit', stderr: 'inherit' } as const;
  const guest = serve(component, { args, permissions, preopens, engine, ...streams });
  const denials = new DenialLines(console.error);
  guest.on('denied', ({ use, target }) => denials.add(`--allow-${use} ${target}`));
  let drainedAt: number | undefined;
  const onSignal = (signal: 'SIGINT' | 'SIGTERM'): void => {
    if (drainedAt === undefined) {
      drainedAt = performance.now();
      void guest.close();
    } else if (performance.now() - drainedAt > SAME_SIGNAL_MS) {
      // The signal's default action ends the process, so that its parent sees the signal.
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const { exitCode } = await guest.finished;
  process.exit(exitCode);
}

async function main(args: string[]): Promise<void> {
  const command = readCommandLine(args, process.env);
  if (command.name === 'help') console.log(HELP.trimEnd());
  else if (command.name === 'version') {
    const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
    console.log(`as-selectors ${version}`);
  } else if (command.name === 'build') {
    const { buildCommand } = await import('./build.ts'); // not for a server: to find these modules delays its start
    process.exitCode = await buildCommand(command.args);
  } else if (command.name === 'demo') {
    const { nodeHost, showDemo } = await import('../demo/index.ts');
    await showDemo(command.demo, nodeHost(process.argv[1]!));
  } else await run(command);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) usage(error.message);
  if (error instanceof OptionError)
    usage(error.message.replace(/^permissions\./, '--allow-').replace(/^preopens: /, ''));
  console.error(`as-selectors: ${printable((error as Error).message, Infinity)}`);
  process.exit(error instanceof GuestError ? error.exitCode : 1);
}
