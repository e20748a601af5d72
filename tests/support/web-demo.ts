/** The page of the demo, as `as-selectors demo web` shows it, in Chromium. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { within } from './client.ts';

const CLI = fileURLToPath(new URL('../../dist/host/cli/main.js', import.meta.url));

/** A demo that runs. */
export interface WebDemo {
  /** Where its page is. */
  url: string;
  /** Ends it as Ctrl-C does; gives its exit code. */
  stop(): Promise<number | null>;
}

/** Starts the demo with a page; `args`: what Node is given. */
export async function startWebDemo(args = [CLI, 'demo', 'web']): Promise<WebDemo> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exitCode = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const stop = (): Promise<number | null> => {
    child.kill('SIGINT');
    return within(exitCode, 'the end of the demo');
  };
  return { url: await within(urlOf(child), 'the address of the page'), stop };
}

async function urlOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const url = /^ +(http:\S+)$/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('the demo has no page');
}
