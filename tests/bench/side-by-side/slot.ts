import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type RunningPeer, pinned } from './server.ts';

/** What the load generator is asked to do: its options by name; see load/load.h. */
export type Load = Readonly<Record<string, string | number>>;

/** What the load generator prints, of the time that was measured. */
export interface Slot {
  messages: number;
  seconds: number;
  /** CPU time of all the server's processes and threads. */
  cpuSeconds: number;
  p50Us: number;
  p99Us: number;
  p999Us: number;
  maxUs: number;
  leastServed: number;
  mostServed: number;
  errors: number;
  rssKib: number;
  /** How much the server's memory grew while the idle connections came, each with a message. */
  idleKib: number;
  /** Of that, the memory of its guest in WebAssembly. */
  idleGuestKib: number;
  /** CPU time of the load generator. */
  loadSeconds: number;
}

const run = promisify(execFile);

/** Loads a peer for a time, from a CPU, or from any. Rejects with what the load generator says when it gives up. */
export async function visit(
  generator: readonly string[],
  server: RunningPeer,
  load: Load,
  cpu: number | undefined,
): Promise<Slot> {
  const all = { ...load, port: server.port, pids: server.pids.join(',') };
  const options = Object.entries(all).map(([name, value]) => `${name}=${value}`);
  const [program, ...args] = pinned(cpu, [...generator, ...options]);
  const { stdout } = await run(program, args);
  return JSON.parse(stdout) as Slot;
}
