import type { Program } from '../../host/component/program.ts';
import { GuestTrap, Guest } from '../../host/guest/instance.ts';
import type { Host } from '../../host/wasi/host.ts';
import { GuestMemory } from '../../host/wasi/abi.ts';
import { Lingering } from '../../host/wasi/sockets/lingering.ts';
import { Readiness } from '../../host/wasi/poll/readiness.ts';
import { Checks } from './checks.ts';
import { Director } from './director.ts';
import { FaultSource } from './fault-source.ts';
import { Network } from './kernel/network.ts';
import { SimEngine } from './kernel/sim-engine.ts';
import { simulatedInterfaces } from './layer/imports.ts';
import { WatchedTable } from './layer/watched-table.ts';
import { checkLeaks } from './leaks.ts';
import { SimResolver } from './peers/sim-resolver.ts';
import { Random } from './random.ts';
import type { Firing, Scenario } from './scenario.ts';
import { RULES } from './rules.ts';
import { type Property, type TraceLine, Violation, World } from './world.ts';

/** What a run came to. */
export interface Outcome {
  /** What was broken; undefined: all was well. */
  property: Property | undefined;
  /** How. */
  message: string;
  fired: Firing[];
  trace: TraceLine[];
  calls: number;
  polls: number;
  maxHandles: number;
  memoryPages: number;
  virtualMs: number;
  printed: string;
}

const PAGE_BYTES = 65536;
/** The time of day at which each run starts: 2026-01-01. */
const START_MS = Date.UTC(2026);

/** Runs a scenario to its end, or until a property is broken. The same scenario always comes to the same. */
export function run(program: Program, scenario: Scenario, isTraced = false): Outcome {
  const world = new World(isTraced);
  const { host: script } = scenario;
  const faults = new FaultSource(scenario.seed, scenario.faults);
  const network = new Network(world, script.latencyMs, script.bufferBytes, script.backlog);
  const engine = new SimEngine(network, faults);
  const rules = RULES[scenario.server];
  const checks = new Checks(world, network, scenario.maxConnections, rules.knowsNeglect, rules.maxKeptBytes);
  const director = new Director(world, engine, faults, checks, scenario);
  const resources = new WatchedTable(script.maxHandles, script.reusesHandles);
  const chance = new Random(scenario.seed, 'guest');
  const readiness = new Readiness(engine, { nowMs: () => world.nowMs });
  const host: Host = {
    engine,
    memory: new GuestMemory(),
    resources,
    readiness,
    lingering: new Lingering(readiness),
    resolver: new SimResolver(world, engine, scenario.names),
    args: [scenario.server, ...scenario.args],
    wallClockMs: () => START_MS + world.nowMs,
    fillRandom: (bytes) => bytes.forEach((_, i) => (bytes[i] = chance.int(0, 255))),
  };
  let printed = '';
  const print = (text: string): void => {
    printed += text;
    world.tell('server', `says ${text.trimEnd()}`);
  };
  const outcome = (property?: Property, message = ''): Outcome => {
    if (property !== undefined) world.tell('', `broken: ${property}: ${message}`);
    return {
      property,
      message,
      fired: faults.fired,
      trace: world.trace,
      calls: checks.calls,
      polls: checks.polls,
      maxHandles: resources.maxHeld,
      memoryPages: host.memory.bytes.length / PAGE_BYTES,
      virtualMs: world.nowMs,
      printed,
    };
  };
  try {
    const guest = new Guest(program, host, simulatedInterfaces({ world, faults, checks, script, print }));
    const code = guest.run();
    world.tell('server', `ends with ${code}`);
    if (code !== 0) return outcome('exit code', `the server ended with ${code}: ${printed.trim()}`);
    director.checkEnd();
    checkLeaks(resources, engine);
    const pages = host.memory.bytes.length / PAGE_BYTES;
    if (pages > rules.maxPages)
      return outcome('bounds are kept', `${pages} pages of memory, more than ${rules.maxPages}`);
    return outcome();
  } catch (error) {
    if (error instanceof Violation) return outcome(error.property, error.message);
    if (error instanceof GuestTrap) return outcome('no trap', `${error.message} ${printed.trim()}`);
    throw error;
  }
}
