import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What the embedding program says each second. */
export interface Second {
  /** How late each of its timers was, in milliseconds. */
  late: number[];
  open: number;
  handles: number;
  accepted: number;
  files: number;
  rssKib: number;
}

/** A program that serves echo in its own process. */
export class Embedder {
  port = 0;
  readonly seconds: Second[] = [];
  private changed: () => void = () => {};

  private constructor(private readonly child: ChildProcess) {}

  /** Starts one; `how`: see the script. */
  static async start(how: string): Promise<Embedder> {
    const script = fileURLToPath(new URL('./peers/embedder.mjs', import.meta.url));
    const child = spawn(process.execPath, ['--expose-gc', script, how], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const embedder = new Embedder(child);
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const said = JSON.parse(line) as Second & { port?: number };
      if (said.port === undefined) embedder.seconds.push(said);
      else embedder.port = said.port;
      embedder.changed();
    });
    while (embedder.port === 0) await embedder.next();
    return embedder;
  }

  /** Waits for what it says next; the last second. */
  async next(): Promise<Second> {
    await new Promise<void>((resolve) => (this.changed = resolve));
    return this.seconds.at(-1)!;
  }

  async end(): Promise<void> {
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}
