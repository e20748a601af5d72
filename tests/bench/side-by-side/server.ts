import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { availableParallelism } from 'node:os';
import { freePort } from '../../support/client.ts';
import type { Peer } from './peer.ts';

const SERVER_CPU = 0;
/** The CPU of the load generator and of an upstream. */
export const LOAD_CPU = 1;
const START_MS = 30_000;

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

/** Gives a command that runs another on one CPU; the same process becomes the other program. */
export function pinned(cpu: number, command: string[]): [string, ...string[]] {
  return (canPin ? ['taskset', '-c', String(cpu), ...command] : command) as [string, ...string[]];
}

async function accepts(port: number): Promise<boolean> {
  const socket = createConnection(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** A peer that runs. */
export class RunningPeer {
  private constructor(
    readonly peer: Peer,
    readonly port: number,
    private readonly child: ChildProcess,
  ) {}

  /** Starts it on a CPU and waits until it accepts connections. */
  static async start(peer: Peer, upstreamPort = 0, cpu = SERVER_CPU): Promise<RunningPeer> {
    const port = await freePort();
    const raise = 'ulimit -n "$(ulimit -Hn)"; exec "$@"'; // thousands of clients need thousands of files
    const [program, ...args] = pinned(cpu, ['sh', '-c', raise, 'sh', ...peer.command(port, upstreamPort)]);
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr!.on('data', (data: Buffer) => (errors = (errors + data.toString()).slice(-1000)));
    const deadlineMs = performance.now() + START_MS;
    while (!(await accepts(port))) {
      if (child.exitCode !== null || performance.now() > deadlineMs) {
        child.kill('SIGKILL');
        throw new Error(`${peer.name} does not listen: ${errors}`);
      }
      await sleep(20);
    }
    return new RunningPeer(peer, port, child);
  }

  /** Its process and those that it has started. */
  get pids(): number[] {
    const pids = [this.child.pid!];
    for (const pid of pids) {
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim();
        if (children !== '') pids.push(...children.split(' ').map(Number));
      }
    }
    return pids;
  }

  /** Ends it and those that it has started. */
  async end(): Promise<void> {
    const { pids } = this;
    const exit = once(this.child, 'exit');
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await exit;
  }
}
