/** Measures servers side by side: all run at once, and are visited in short slots in random order. */
import { cpus, release } from 'node:os';
import { provideWasmtime } from '../../../host/tools/wasmtime.ts';
import type { Peer } from './peer.ts';
import { compileLoad, versionOf } from './programs.ts';
import { LOAD_CPU, RunningPeer } from './server.ts';
import { type Load, visit } from './slot.ts';
import { shuffled } from './statistics.ts';
import { type Rounds, tableOf } from './table.ts';

/** What is measured, of which servers. */
export interface Scenario {
  name: string;
  peers: readonly Peer[];
  /** What they need behind them. */
  upstream?: Peer;
  /** What the others are compared with: beginnings of peers' names. */
  bases: readonly string[];
  load: Load;
  /** What the load generator counts, if not messages. */
  unit?: string;
  /** Each peer is started for it anew, and visited once after this load: memory that was used before would be used again. */
  first?: Load;
}

/** Slots are short, since the speed of a shared machine changes within seconds: then a round is one speed, more or less. */
const TIMES = { warmUpMs: 60, measureMs: 250 };

async function visitAll(generator: string, scenario: Scenario, rounds: number): Promise<Rounds> {
  const { peers, load, first } = scenario;
  const slots: Rounds = new Map(peers.map((peer) => [peer, []]));
  const visitOne = async (server: RunningPeer): Promise<void> => {
    const slot = await visit(generator, server, { ...TIMES, ...load }).catch((error: Error) => {
      console.log(`${server.peer.name}: ${error.message.split('\n').slice(1).join(' ')}`);
      return undefined;
    });
    slots.get(server.peer)!.push(slot);
  };
  const upstream = scenario.upstream && (await RunningPeer.start(scenario.upstream, 0, LOAD_CPU));
  const running: RunningPeer[] = [];
  try {
    for (const peer of peers) {
      const server = await RunningPeer.start(peer, upstream?.port);
      running.push(server);
      if (first === undefined) continue;
      await visit(generator, server, { ...TIMES, ...first }); // what it takes is not the connections'
      await visitOne(server);
      await running.pop()!.end();
    }
    for (let i = 0; i <= rounds; i++) for (const server of shuffled(running)) await visitOne(server);
    if (first === undefined) for (const visits of slots.values()) visits.shift(); // while code was compiled
  } finally {
    await Promise.all(running.map((server) => server.end()));
    await upstream?.end();
  }
  return slots;
}

/** Runs scenarios and prints a table of each. */
export async function compare(scenarios: readonly Scenario[], rounds: number): Promise<void> {
  const generator = compileLoad();
  if (generator === undefined) {
    console.log('nothing is measured: there is no C compiler for the load generator');
    return;
  }
  const { model } = cpus()[0]!;
  console.log(`${cpus().length} x ${model}, Linux ${release()}, wasmtime ${versionOf(provideWasmtime())}`);
  for (const scenario of scenarios) {
    const slots = await visitAll(generator, scenario, rounds);
    console.log(`\n${scenario.name} (${scenario.first ? 'one round' : `medians of ${rounds} rounds`})`);
    console.table(
      tableOf(slots, scenario.bases, scenario.unit ?? 'message', Number(scenario.load['idle'] ?? 0)),
    );
  }
}
