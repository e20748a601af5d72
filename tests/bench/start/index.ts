/** Measures the time from a server's command to its first echo. */
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/client.ts';
import { echoPeers } from '../echo/peers.ts';
import { group } from '../side-by-side/group.ts';
import { leaveOut } from '../side-by-side/left-out.ts';
import { type Outcome, outcomeOf } from '../side-by-side/outcome.ts';
import type { Peer } from '../side-by-side/peer.ts';
import { shuffled } from '../side-by-side/statistics.ts';

const NAME = 'start: from the command to the first echo';
const DEFAULT_ROUNDS = 5;
const LIMIT_MS = 10_000;
const PAUSE_MS = 1;

async function echoes(port: number): Promise<boolean> {
  const socket = createConnection(port, '127.0.0.1', () => socket.write('hello'));
  try {
    await once(socket, 'data');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** The milliseconds that one start takes. Throws when nothing is echoed in time. */
async function startMs(peer: Peer): Promise<number> {
  const port = await freePort();
  const [program, ...args] = peer.command(port, 0) as [string, ...string[]];
  const fromMs = performance.now();
  const server = spawn(program, args, { stdio: 'ignore' });
  const exit = once(server, 'exit');
  try {
    while (!(await echoes(port))) {
      if (server.exitCode !== null || performance.now() - fromMs > LIMIT_MS)
        throw new Error('it does not listen');
      await sleep(PAUSE_MS);
    }
    return performance.now() - fromMs;
  } finally {
    server.kill('SIGKILL');
    await exit;
  }
}

async function measure(peers: readonly Peer[], rounds: number): Promise<Outcome> {
  const times = new Map<Peer, (number | undefined)[]>(peers.map((peer) => [peer, []]));
  for (let i = 0; i < rounds; i++) {
    for (const peer of shuffled(peers)) {
      const time = await startMs(peer).catch((error: Error) => leaveOut(peer.name, error.message));
      times.get(peer)!.push(time ?? undefined);
    }
  }
  const figure = { title: 'ms', of: (ms: number) => ms };
  return outcomeOf({ name: NAME, rounds, figure, bases: ['node:net'], columns: {} }, times);
}

/** The scenario of starting. */
export const START = group([{ name: NAME }], async function* run(chosen, settings) {
  const peers = await echoPeers(settings.majors);
  yield measure(
    peers.filter(({ name }) => !name.startsWith('loop')),
    settings.rounds ?? DEFAULT_ROUNDS,
  );
});
