#!/usr/bin/env node
/** The command line of the Node host. What follows the command goes to the guest as it stands. */
import { readFileSync } from 'node:fs';
import { buildCommand } from './build/command.ts';
import { type EngineName, isEngineChoice } from './engines/choose.ts';
import { DRAIN_MS, isShipped, shippedFile, start } from './index.ts';

const HELP = `as-selectors: socket servers in WebAssembly

  as-selectors echo [OPTIONS]            the multiplexed echo server; --help for its options
  as-selectors blocking-echo [OPTIONS]   the blocking echo server, for contrast
  as-selectors run FILE.wasm [ARGS...]   any component made like them
  as-selectors build SERVER.ts           makes one of a source of your own; --help for its options
  as-selectors --help | --version

Before the command: --engine epoll|node-net|auto, how it gets its sockets; auto, the default: epoll, where it can be had.
Ctrl-C or SIGTERM: stops listening, finishes what is under way (within ${DRAIN_MS / 1000} s) and ends; a second one ends at once.
Exit codes: 0 all went well, 1 failure, 2 wrong command line, 134 the guest trapped; after a second signal
the process ends by it (130 or 143 in a shell).
`;
const EXIT_USAGE = 2;
/** A Ctrl-C reaches the process group, and npm passes it on: what comes so soon is the same one. */
const SAME_SIGNAL_MS = 100;

function usage(problem: string): never {
  console.error(`as-selectors: ${problem}. See as-selectors --help.`);
  process.exit(EXIT_USAGE);
}

async function run(file: string, args: string[], engine: EngineName | 'auto'): Promise<void> {
  const guest = start(file, args, engine);
  let drainedAt: number | undefined;
  const onSignal = (signal: 'SIGINT' | 'SIGTERM'): void => {
    if (drainedAt === undefined) {
      drainedAt = performance.now();
      guest.drain();
    } else if (performance.now() - drainedAt > SAME_SIGNAL_MS) {
      // Not process.exit: it waits for the guest's thread. The signal's own effect waits for nobody.
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const { exitCode, problem } = await guest.finished;
  if (problem !== undefined) console.error(`as-selectors: ${problem}`);
  process.exit(exitCode);
}

const given = process.argv.slice(2);
const engine = given[0] === '--engine' ? given.splice(0, 2)[1] : 'auto';
const [command, ...rest] = given;
if (!isEngineChoice(engine)) usage(`--engine ${engine}: expected epoll, node-net or auto`);
if (command === '--help') console.log(HELP.trimEnd());
else if (command === '--version') {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  console.log(`as-selectors ${version}`);
} else if (command === 'build') process.exitCode = await buildCommand(rest);
else if (command === undefined) usage('no command given');
else if (isShipped(command)) await run(shippedFile(command), rest, engine);
else if (command === 'run') {
  const [file, ...args] = rest;
  if (file === undefined) usage('run needs a component file');
  await run(file, args, engine);
} else usage(`unknown command ${command}`);
