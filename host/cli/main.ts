#!/usr/bin/env node
/** The command line of the Node host. The arguments after the command, or after the file, go to the guest unchanged. */
import { readFileSync } from 'node:fs';
import { type Command, UsageError, asSentence, readCommandLine } from './command-line.ts';
import { GuestError, OptionError, serve } from '../index.ts';
import { DenialLines } from '../permissions/denial-lines.ts';
import { printable } from '../printable.ts';

const EXIT_USAGE = 2;
/** A Ctrl-C reaches the whole process group, and npm passes it on too: a second signal within this time is the same Ctrl-C. */
const SAME_SIGNAL_MS = 100;

function usage(problem: string): never {
  console.error(`as-selectors: ${asSentence(printable(problem))} See as-selectors --help.`);
  process.exit(EXIT_USAGE);
}

async function run({ component, ...given }: Extract<Command, { name: 'serve' }>): Promise<void> {
  const { args, permissions, preopens, engine, hint } = given;
  const streams = { stdin: 'inherit', stdout: 'inherit', stderr: 'inherit' } as const;
  const guest = serve(component, { args, permissions, preopens, engine, ...streams });
  const denials = new DenialLines(console.error);
  guest.on('denied', ({ use, target }) => denials.add(`--allow-${use} ${target}`));
  let unsaid = hint;
  const sayHint = (): void => {
    if (unsaid !== undefined) console.error(`as-selectors: ${unsaid}`);
    unsaid = undefined;
  };
  guest.on('denied', sayHint);
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
  if (exitCode !== 0) sayHint();
  process.exit(exitCode);
}

async function main(args: string[]): Promise<void> {
  const command = readCommandLine(args, process.env);
  if (command.name === 'help') {
    const { HELP } = await import('./help.ts');
    console.log(HELP[command.about].trimEnd());
  } else if (command.name === 'version') {
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
