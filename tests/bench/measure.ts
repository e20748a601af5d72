import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Load, Result } from './load.ts';

/** A server to measure: its command, and where it listens if it does not say `port N` on standard error. */
export interface Peer {
  name: string;
  command: string[];
  port?: number;
}

/** One round of one peer. */
export interface Round extends Result {
  /** CPU time of the server's process, all threads, user and system, per message in microseconds. */
  cpuUs: number;
  /** Memory in use at the end of the round. */
  rssKib: number;
  /** What of that an idle connection takes; 0 where there are none. */
  rssKibPerIdle: number;
}

const US_PER_TICK = 10_000; // USER_HZ is 100 on every Linux that Node runs on

function cpuUsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * US_PER_TICK;
}

function rssKibOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]);
}

async function portOf(server: ChildProcess): Promise<number> {
  for await (const line of createInterface({ input: server.stderr! })) {
    const port = /port (\d+)/.exec(line);
    if (port) {
      server.stderr!.resume();
      return Number(port[1]);
    }
  }
  throw new Error('the server ended before it listened');
}

/** Runs one round of a peer under a load. */
export async function measure(peer: Peer, load: Omit<Load, 'port'>): Promise<Round> {
  const raise = 'ulimit -n "$(ulimit -Hn)"; exec "$@"'; // thousands of clients need thousands of files
  const server = spawn('sh', ['-c', raise, 'sh', ...peer.command], {
    stdio: ['ignore', 'ignore', peer.port ? 'ignore' : 'pipe'],
  });
  try {
    if (peer.port) await new Promise((resolve) => setTimeout(resolve, 1000));
    const port = peer.port ?? (await portOf(server));
    const script = fileURLToPath(new URL('./load.ts', import.meta.url));
    const loader = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify({ ...load, port })], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let cpuBefore = 0;
    let rssKibBefore = 0;
    let rssKibIdle = 0;
    for await (const line of createInterface({ input: loader.stdout })) {
      if (line === 'connecting') rssKibBefore = rssKibOf(server.pid!);
      else if (line === 'idle') rssKibIdle = rssKibOf(server.pid!) - rssKibBefore;
      else if (line === 'measuring') cpuBefore = cpuUsOf(server.pid!);
      else {
        const cpu = cpuUsOf(server.pid!) - cpuBefore;
        const result = JSON.parse(line) as Result;
        return {
          ...result,
          cpuUs: cpu / Math.max(result.messages, 1),
          rssKib: rssKibOf(server.pid!),
          rssKibPerIdle: load.idle > 0 ? rssKibIdle / load.idle : 0,
        };
      }
    }
    throw new Error(`${peer.name}: the load ended without a result`);
  } finally {
    server.kill('SIGKILL');
  }
}
