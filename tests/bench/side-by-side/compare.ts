/** Measures servers side by side: all run at once, and are visited in short slots in random order. */
import { columnsOf, cpuPer } from './figures.ts';
import { generatorFor } from './generator.ts';
import type { Settings } from './group.ts';
import { type Figure, type Outcome, type Rounds, outcomeOf } from './outcome.ts';
import type { Peer } from './peer.ts';
import { leaveOut } from './left-out.ts';
import { LOAD_CPU, RunningPeer, SERVER_CPU } from './server.ts';
import { type Load, type Slot, visit } from './slot.ts';
import { shuffled } from './statistics.ts';

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
  /** What the peers are compared by, if not CPU time per message. */
  figure?: Figure<Slot>;
  /** Each peer is started for it anew, and visited once after this load: memory that was used before would be used again. */
  first?: Load;
  /** How often each peer is visited if the command line does not say. */
  rounds?: number;
  /** The servers and the generator run on all CPUs. */
  isSpread?: boolean;
}

/** Slots are short, since the speed of a shared machine changes within seconds: then a round is one speed, more or less. */
const TIMES = { warmUpMs: 50, measureMs: 200 };
const DEFAULT_ROUNDS = 5;

/** Starts a peer; undefined if it can't run here. */
async function startOne(
  peer: Peer,
  scenario: Scenario,
  upstreamPort?: number,
): Promise<RunningPeer | undefined> {
  try {
    return await RunningPeer.start(peer, upstreamPort, scenario.isSpread ? undefined : SERVER_CPU);
  } catch (error) {
    leaveOut(peer.name, (error as Error).message);
    return undefined;
  }
}

async function visitAll(generator: string[], scenario: Scenario, rounds: number): Promise<Rounds<Slot>> {
  const { peers, load, first, isSpread = false } = scenario;
  const slots = new Map<Peer, (Slot | undefined)[]>(peers.map((peer) => [peer, []]));
  const cpu = isSpread ? undefined : LOAD_CPU;
  const visitOne = async (server: RunningPeer): Promise<void> => {
    const slot = await visit(generator, server, { ...TIMES, ...load }, cpu).catch((error: Error) => {
      console.log(`${server.peer.name}: ${error.message.split('\n').slice(1).join(' ')}`);
      return undefined;
    });
    slots.get(server.peer)!.push(slot);
    await server.rest();
  };
  const upstream = scenario.upstream && (await RunningPeer.start(scenario.upstream, 0, LOAD_CPU));
  const running: RunningPeer[] = [];
  try {
    for (const peer of peers) {
      const server = await startOne(peer, scenario, upstream?.port);
      if (server === undefined) continue;
      running.push(server);
      if (first === undefined) continue;
      await visit(generator, server, { ...TIMES, ...first }, cpu); // what it takes is not the connections'
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

/** Measures scenarios, one after the other. */
export async function* compare(scenarios: readonly Scenario[], settings: Settings): AsyncGenerator<Outcome> {
  for (const scenario of scenarios) {
    const { name, bases, load, unit = 'message', figure = cpuPer(unit) } = scenario;
    const generator = generatorFor(load);
    if (generator === undefined) continue;
    const rounds = scenario.first ? 1 : (settings.rounds ?? scenario.rounds ?? DEFAULT_ROUNDS);
    const slots = await visitAll(generator, scenario, rounds);
    const columns = columnsOf(figure, unit, Number(load['idle'] ?? 0));
    yield outcomeOf({ name, rounds, figure, bases, columns }, slots);
  }
}
