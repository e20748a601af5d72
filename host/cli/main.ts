#!/usr/bin/env node
/** The command line of the Node host. What follows the command, or the file, goes to the guest as it stands. */
import { readFileSync } from 'node:fs';
import { buildCommand } from './build.ts';
import { type Command, UsageError, readCommandLine } from './command-line.ts';
import { GuestError, OptionError, serve } from '../index.ts';
import { printable } from '../printable.ts';
import { DRAIN_MS } from '../runners/worker-protocol.ts';

const HELP = `as-selectors: socket servers in WebAssembly

  as-selectors echo [OPTIONS]            the multiplexed echo server; --help for its options
  as-selectors blocking-echo [OPTIONS]   the blocking echo server, for contrast
  as-selectors lines [OPTIONS]           a server that numbers lines, on the event loop
  as-selectors udp-echo [OPTIONS]        a server that echoes datagrams, on the event loop
  as-selectors run [ALLOW...] FILE.wasm [ARGS...]
                                         any component made like them, see below
  as-selectors build SERVER.ts           makes one of a source of your own; --help for its options
  as-selectors --help | --version        or -h, -V

What a component may do, which is nothing unless it is told; each may be repeated, or have several values between commas:
  --allow-listen HOST:PORT    listen there: an IP address (IPv6 in brackets), localhost or *; a port, 0 for any free one, or *
  --allow-connect HOST:PORT   connect or send datagrams there; HOST may be a name too
  --allow-resolve NAME        look up that name, *.NAME: all below it, *: any
  --allow-env NAME            see that environment variable, *: all
  --allow-all                 all of that

Before the command: --engine epoll|node-net|auto, how it gets its sockets; auto, the default: epoll, where it can be had.
Ctrl-C or SIGTERM: stops listening, finishes what is under way (within ${DRAIN_MS / 1000} s) and ends; a second one ends at once.
Exit codes: 0 all went well, 1 failure, 2 wrong command line, 134 the guest trapped; after a second signal
the process ends by it (130 or 143 in a shell).
`;
const EXIT_USAGE = 2;
/** A Ctrl-C reaches the process group, and npm passes it on: what comes so soon is the same one. */
const SAME_SIGNAL_MS = 100;
/** How many denied calls are told of; a guest may try any number. */
const MAX_HINTS = 20;

function usage(problem: string): never {
  console.error(`as-selectors: ${printable(problem)}. See as-selectors --help.`);
  process.exit(EXIT_USAGE);
}

async function run({ component, ...given }: Extract<Command, { name: 'serve' }>): Promise<void> {
  const { args, permissions, engine } = given;
  const streams = { stdin: 'inherit', stdout: 'inherit', stderr: 'inherit' } as const;
  const guest = serve(component, { args, permissions, engine, ...streams });
  const told = new Set<string>();
  guest.on('denied', ({ use, target }) => {
    const flag = `--allow-${use} ${target}`;
    if (told.has(flag) || told.size === MAX_HINTS) return;
    told.add(flag);
    console.error(`as-selectors: denied, as ${printable(flag)} was not given`);
  });
  let drainedAt: number | undefined;
  const onSignal = (signal: 'SIGINT' | 'SIGTERM'): void => {
    if (drainedAt === undefined) {
      drainedAt = performance.now();
      void guest.close();
    } else if (performance.now() - drainedAt > SAME_SIGNAL_MS) {
      // By the signal's own effect: who started the process sees what ended it.
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const { exitCode } = await guest.finished;
  process.exit(exitCode);
}

async function main(args: string[]): Promise<void> {
  const command = readCommandLine(args);
  if (command.name === 'help') console.log(HELP.trimEnd());
  else if (command.name === 'version') {
    const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
    console.log(`as-selectors ${version}`);
  } else if (command.name === 'build') process.exitCode = await buildCommand(command.args);
  else await run(command);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) usage(error.message);
  if (error instanceof OptionError) usage(error.message.replace(/^permissions\./, '--allow-'));
  console.error(`as-selectors: ${printable((error as Error).message, Infinity)}`);
  process.exit(error instanceof GuestError ? error.exitCode : 1);
}
