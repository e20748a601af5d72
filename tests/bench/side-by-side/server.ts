import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { availableParallelism } from 'node:os';
import { freePort } from '../../support/client.ts';
import { cpuSecondsOf } from './cpu-time.ts';
import type { Peer } from './peer.ts';

/** The CPU of the servers. */
export const SERVER_CPU = 0;
/** The CPU of the load generator and of an upstream. */
export const LOAD_CPU = 1;
const START_MS = 30_000;
const ANSWER_MS = 50;
const RESTING_MS = 20;
const RESTING_CPU_SECONDS = 0.001;

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

/** Gives a command that runs another on one CPU, or on any; the same process becomes the other program. */
export function pinned(cpu: number | undefined, command: string[]): [string, ...string[]] {
  return (canPin && cpu !== undefined ? ['taskset', '-c', String(cpu), ...command] : command) as [
    string,
    ...string[],
  ];
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

/** Whether a UDP server answers soon. */
async function echoes(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  socket.on('error', () => {}); // it is not there yet
  socket.connect(port, '127.0.0.1', () => socket.send('x'));
  const answer = once(socket, 'message').then(() => true);
  const isThere = await Promise.race([answer.catch(() => false), sleep(ANSWER_MS, false)]);
  socket.close();
  return isThere;
}

/** The line of a program's errors that tells most. */
function reasonIn(errors: string): string {
  const lines = errors.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((each) => /error/i.test(each)) ?? lines[0];
  return line === undefined ? '' : `: ${line.trim()}`;
}

/** A peer that runs. */
export class RunningPeer {
  private constructor(
    readonly peer: Peer,
    readonly port: number,
    private readonly child: ChildProcess,
  ) {}

  /** Starts it on a CPU, or on any, and waits until it answers. */
  static async start(
    peer: Peer,
    upstreamPort: number | undefined,
    cpu: number | undefined,
  ): Promise<RunningPeer> {
    const port = await freePort();
    const raise = 'ulimit -n "$(ulimit -Hn)"; exec "$@"'; // thousands of clients need thousands of files
    const [program, ...args] = pinned(cpu, [
      'sh',
      '-c',
      raise,
      'sh',
      ...peer.command(port, upstreamPort ?? 0),
    ]);
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr!.on('data', (data: Buffer) => (errors = (errors + data.toString()).slice(-1000)));
    const deadlineMs = performance.now() + START_MS;
    while (!(await (peer.isDatagram ? echoes(port) : accepts(port)))) {
      if (child.exitCode !== null || performance.now() > deadlineMs) {
        child.kill('SIGKILL');
        throw new Error(`it does not listen${reasonIn(errors)}`);
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

  /** Waits until it does nothing any more: closing thousands of connections would be work in another one's slot. */
  async rest(): Promise<void> {
    for (let last = -1, now = 0; now - last > RESTING_CPU_SECONDS;) {
      await sleep(RESTING_MS);
      [last, now] = [now, cpuSecondsOf(this.pids)];
    }
  }

  /** Ends it and those that it has started. */
  async end(): Promise<void> {
    const { pids } = this;
    const exit = once(this.child, 'exit');
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await exit;
  }
}
