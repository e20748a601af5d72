import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type WasiVersion, componentName } from '../../host/build/wasi-version.ts';
import { provideNode } from '../../host/tools/node-versions.ts';
import { WASMTIME_RUN, bestVersion, provideWasmtime } from '../../host/tools/wasmtime.ts';
import { within } from '../support/client.ts';

/** What a component is given that a host has to be asked for. */
export interface Given {
  /** It may look names up. */
  names?: boolean;
  /** A folder that it may read, by the same name. */
  folder?: string;
}

/** Where a component runs. The same cases run on each. */
export interface Host {
  name: string;
  /** The version of WASI that the components which it runs are built for. */
  version: WasiVersion;
  /** The command that runs a component file; its arguments follow. */
  run(file: string, given?: Given): string[];
  /** The command that runs a server of ours; its arguments follow. */
  command(server: string): string[];
  /** What a wrong command line ends with: WASI 0.2.0 can't tell wasmtime more than that it failed. */
  usageExitCode: number;
  /** It takes clients from the system as they come: those for whom there is no room are turned away, and do not wait. */
  acceptsEagerly?: boolean;
}

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** The file of a server's component. */
export function componentFile(server: string, version: WasiVersion = '0.2'): string {
  return dist + componentName(server, version);
}

/** The Node host's command line. */
export const CLI = [process.execPath, `${dist}host/cli/main.js`];

function underWasmtime(file: string, { names, folder }: Given = {}): string[] {
  const flags = names === true ? ['-S', 'allow-ip-name-lookup'] : [];
  if (folder !== undefined) flags.push('--dir', folder);
  return [provideWasmtime(), ...WASMTIME_RUN, ...flags, file];
}

function underNode(cli: string[], file: string, { folder }: Given = {}): string[] {
  const flags = folder === undefined ? [] : ['--allow-read', folder];
  return [...cli, 'run', '--allow-all', ...flags, file];
}

function wasmtime(version: WasiVersion, usageExitCode: number): Host {
  return {
    name: `wasmtime, WASI ${version}`,
    version,
    run: underWasmtime,
    command: (server) => underWasmtime(componentFile(server, version)),
    usageExitCode,
  };
}

const node: Host = {
  name: 'node',
  version: '0.2',
  run: (file, given) => underNode(CLI, file, given),
  command: (server) => [...CLI, server],
  usageExitCode: 2,
};

/** What runs the Node host's command line on the node-net engine: the Node of the tests may be too old for it. */
export function nodeNet(major = '24'): Host {
  const cli = [provideNode(major), CLI[1]!, '--engine', 'node-net'];
  return {
    name: `node-net, Node ${major}`,
    version: '0.2',
    run: (file, given) => underNode(cli, file, given),
    command: (server) => [...cli, server],
    usageExitCode: 2,
    acceptsEagerly: true,
  };
}

/** All that the wasmtime which is there can be: an older one runs no WASI 0.3. */
export const HOSTS = [node, nodeNet(), wasmtime('0.2', 1), wasmtime('0.3', 2)].filter(
  ({ version }) => version <= bestVersion(provideWasmtime()),
);

/** A command that runs; its lines of standard error can be waited for. */
export class Running {
  readonly errorLines: string[] = [];
  /** The exit code, or the signal that ended it. */
  readonly exitCode: Promise<number | NodeJS.Signals>;
  output = '';
  private readonly child: ChildProcess;
  private changed: (() => void) | undefined;
  private hasEnded = false;

  /**
   * `files`: how many it may have open; else as many as the machine allows, which thousands of clients need. Its standard input
   * is empty, or a pipe.
   */
  constructor(command: string[], files = '$(ulimit -Hn)', input: 'ignore' | 'pipe' = 'ignore') {
    const limit = `ulimit -n "${files}"; exec "$@"`;
    this.child = spawn('sh', ['-c', limit, 'sh', ...command], { stdio: [input, 'pipe', 'pipe'] });
    this.child.stdin?.on('error', () => {}); // it has ended already: what waits for it sees that
    this.child.stdout!.on('data', (data: Buffer) => {
      this.output += data.toString();
      this.changed?.();
    });
    createInterface({ input: this.child.stderr! }).on('line', (line) => {
      this.errorLines.push(line);
      this.changed?.();
    });
    this.exitCode = new Promise((resolve) => {
      this.child.on('close', (code, signal) => {
        this.hasEnded = true;
        this.changed?.();
        resolve(code ?? signal!);
      });
    });
  }

  /** Waits for a line of standard error, from the first on, and gives what the pattern matched. */
  async line(pattern: RegExp): Promise<RegExpExecArray> {
    for (let i = 0; ; i++) {
      while (i >= this.errorLines.length) {
        if (this.hasEnded) throw new Error(`ended without ${pattern}: ${this.errorLines.join('\n')}`);
        await within(new Promise<void>((resolve) => (this.changed = resolve)), `the line ${pattern}`);
      }
      const match = pattern.exec(this.errorLines[i]!);
      if (match) return match;
    }
  }

  /** Waits for so many lines of standard output, and gives those that there are. */
  async outputLines(count: number): Promise<string[]> {
    for (;;) {
      const lines = this.output.split('\n').slice(0, -1);
      if (lines.length >= count) return lines;
      if (this.hasEnded) throw new Error(`ended with ${lines.length} lines: ${this.output}`);
      await within(new Promise<void>((resolve) => (this.changed = resolve)), `${count} lines`);
    }
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Writes to its standard input, a pipe. */
  write(text: string): void {
    this.child.stdin!.write(text);
  }

  /** Ends its standard input, a pipe. */
  endInput(): void {
    this.child.stdin!.end();
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Ends it, however it is, and waits until it has. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await within(this.exitCode, 'the end of a killed process');
  }
}

/** A server that listens on a free port of 127.0.0.1. */
export interface Server extends Running {
  port: number;
}

/** Starts a server of ours; it listens on a free port of 127.0.0.1 unless the arguments say where. */
export function startServer(host: Host, name = 'echo', ...args: string[]): Promise<Server> {
  return start(host.command(name), args);
}

/** Like `startServer`, a server that was compiled for a test. */
export function startComponent(host: Host, file: string, ...args: string[]): Promise<Server> {
  return start(host.run(file), args);
}

async function start(command: string[], args: string[]): Promise<Server> {
  const where = args.some((arg) => arg.startsWith('--listen')) ? [] : ['--listen', '127.0.0.1:0'];
  const running = new Running([...command, ...where, ...args]);
  const [, port] = await running.line(/on port (\d+)/);
  return Object.assign(running, { port: Number(port) });
}

/** Runs a case against a fresh server and ends it, whatever comes. */
export function withServer(
  host: Host,
  args: string[],
  run: (server: Server) => Promise<void>,
  name = 'echo',
): () => Promise<void> {
  return async () => {
    const server = await startServer(host, name, ...args);
    try {
      await run(server);
    } finally {
      await server.kill();
    }
  };
}
