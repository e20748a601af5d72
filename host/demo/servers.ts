/** Servers of a demo, each in a process of its own. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Says how a bundled server is run: the program and its arguments. `folder`: one that it may read. */
export type ServerCommand = (server: string, args: readonly string[], folder?: string) => string[];

/** Where a demo's servers run. */
export interface DemoHost {
  name: string;
  command: ServerCommand;
  /** The folder with the page's files, where they are not beside this program's. */
  page?: string;
}

/** So many lines of a server that does not start are shown. */
const MAX_LINES = 10;

/** A server that runs. */
export interface DemoServer {
  port: number;
  /** Ends it at once. */
  kill(): void;
}

/** Returns the host that runs servers by this command line of the Node host. */
export function nodeHost(cli: string): DemoHost {
  return { name: 'Node', command: (server, args) => [process.execPath, cli, server, ...args] };
}

/**
 * Starts a server on a free port of 127.0.0.1; it ends with the program. `onLine` gets each line of its log. Rejects with what it says when it does not start.
 */
export async function startServer(
  { command }: DemoHost,
  server: string,
  args: readonly string[],
  { listen = '--listen', folder, onLine }: StartOptions = {},
): Promise<DemoServer> {
  const [program, ...rest] = command(server, [listen, '127.0.0.1:0', ...args], folder);
  const child = spawn(program!, rest, { stdio: ['ignore', 'ignore', 'pipe'] });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  const said: string[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    createInterface({ input: child.stderr })
      .on('line', (line) => {
        const found = /^Server .* port (\d+)/.exec(line)?.[1];
        if (found !== undefined) resolve(Number(found));
        if (said.length < MAX_LINES) said.push(line);
        onLine?.(line);
      })
      .on('close', () => reject(new Error(said.join('\n') || `${server} has not started`)));
  });
  return { port, kill };
}

/** How a server is started. */
export interface StartOptions {
  /** The option that says where it listens. */
  listen?: string;
  /** A folder that it may read. */
  folder?: string;
  /** Gets each line of its log. */
  onLine?: (line: string) => void;
}
