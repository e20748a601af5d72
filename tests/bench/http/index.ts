/** Measures HTTP and WebSocket servers side by side: all run at once, and are visited in short slots in random order. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { cpus, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Peer, type Route, httpPeers } from './peers.ts';
import { compileLoad, versionOf } from './programs.ts';
import { RunningPeer } from './server.ts';
import { type Load, visit } from './slot.ts';
import { shuffled } from './statistics.ts';
import { type Rounds, tableOf } from './table.ts';
import { provideWasmtime } from '../../../host/tools/wasmtime.ts';

interface Scenario {
  name: string;
  route: Route;
  /** What the others are compared with. */
  base: string;
  load: Load;
  /** Each peer is started for it anew, and visited once: memory that was used before would be used again. */
  isFresh?: boolean;
}

const FILE_BYTES = 1024 * 1024;
/** Slots are short, since the speed of a shared machine changes within seconds: then a round is one speed, more or less. */
const TIMES = { warmUpMs: 60, measureMs: 250 };
const PAGE = { protocol: 'http', path: '/', expected: 'Hello, world!', connections: 50 };
const NODE = 'node:http';

function scenarios(folder: string): Scenario[] {
  const file = { ...PAGE, path: '/file', file: join(folder, 'file'), connections: 10 };
  const socket = { protocol: 'websocket', path: '/ws', bytes: 64, connections: 50 };
  return [
    { name: 'http: GET /, 13 bytes, 50 connections', route: 'page', base: NODE, load: PAGE },
    { name: 'http: pipelined by 16', route: 'page', base: NODE, load: { ...PAGE, depth: 16 } },
    {
      name: 'http: POST of 16 KiB, echoed',
      route: 'echo',
      base: NODE,
      load: { ...PAGE, path: '/echo', bytes: 16384 },
    },
    { name: 'http: file of 1 MiB, 10 connections', route: 'file', base: NODE, load: file },
    { name: 'websocket: echo of 64 bytes', route: 'websocket', base: 'ws', load: socket },
    {
      name: 'http: GET / beside 10,000 idle connections',
      route: 'page',
      base: NODE,
      load: { ...PAGE, idle: 10_000 },
      isFresh: true,
    },
  ];
}

async function visitAll(
  generator: string,
  scenario: Scenario,
  peers: Peer[],
  rounds: number,
): Promise<Rounds> {
  const slots: Rounds = new Map(peers.map((peer) => [peer, []]));
  const visitOne = async (server: RunningPeer): Promise<void> => {
    const slot = await visit(generator, server, { ...scenario.load, ...TIMES }).catch((error: Error) => {
      console.log(`${server.peer.name}: ${error.message.split('\n').slice(1).join(' ')}`);
      return undefined;
    });
    slots.get(server.peer)!.push(slot);
  };
  const running: RunningPeer[] = [];
  try {
    for (const peer of peers) {
      const server = await RunningPeer.start(peer);
      running.push(server);
      if (!scenario.isFresh) continue;
      await visit(generator, server, { ...PAGE, ...TIMES }); // what the first requests take is not the connections'
      await visitOne(server);
      await running.pop()!.end();
    }
    for (let i = 0; i <= rounds; i++) for (const server of shuffled(running)) await visitOne(server);
    if (!scenario.isFresh) for (const visits of slots.values()) visits.shift(); // while code was compiled
  } finally {
    await Promise.all(running.map((server) => server.end()));
  }
  return slots;
}

/** Runs the scenarios that are chosen by their names. */
export async function benchHttp(isChosen: (name: string) => boolean, rounds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'as-selectors-bench-'));
  try {
    const chosen = scenarios(folder).filter(({ name }) => isChosen(name));
    if (chosen.length === 0) return;
    const generator = compileLoad();
    if (generator === undefined) {
      console.log('HTTP and WebSocket are left out: there is no C compiler for the load generator');
      return;
    }
    writeFileSync(join(folder, 'file'), randomBytes(FILE_BYTES));
    chmodSync(folder, 0o755); // nginx reads it as another user
    const { model } = cpus()[0]!;
    console.log(`${cpus().length} x ${model}, Linux ${release()}, wasmtime ${versionOf(provideWasmtime())}`);
    const peers = await httpPeers(folder);
    for (const scenario of chosen) {
      const able = peers.filter(({ routes }) => routes.includes(scenario.route));
      const slots = await visitAll(generator, scenario, able, rounds);
      console.log(`\n${scenario.name} (${scenario.isFresh ? 'one round' : `medians of ${rounds} rounds`})`);
      console.table(tableOf(slots, scenario.base, Number(scenario.load['idle'] ?? 0)));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
