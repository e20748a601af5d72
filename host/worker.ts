/** Runs one guest: a thread of its own, since it blocks while the guest waits. */
import { parentPort, workerData } from 'node:worker_threads';
import { ComponentError } from './component.ts';
import type { EpollEngine } from './engines/epoll.ts';
import { PortsEpollEngine } from './engines/epoll-ports.ts';
import { EXIT_TRAP, Guest, GuestTrap } from './guest.ts';
import { AT } from './metrics.ts';
import { PortResolver } from './port-resolver.ts';
import { DRAIN, REQUEST, STOP, UNDER_WAY, WANT, type WorkerInput, type WorkerMessage } from './protocol.ts';
import type { Ending, Problem, Refusal, Report } from './reports.ts';
import { WANTED } from './reports.ts';
import { formatAddress, formatIp } from './wasi/ip-text.ts';
import type { Host } from './wasi/host.ts';
import { GuestMemory } from './wasi/memory.ts';
import { Permissions } from './wasi/permissions.ts';
import { Readiness } from './wasi/readiness.ts';
import { ResourceTable } from './wasi/resources.ts';
import { WatchedEngine } from './watched-engine.ts';
import { WorkerOutput } from './worker-output.ts';

/** Reports that come in any number, such as of connections, are left out while the starter has so many to take. */
const MOST_UNDER_WAY = 10_000;

/** Thrown through the guest when the starter wants it to end. */
class Stopped extends Error {}

const { setup, control, counters, descriptors, names } = workerData as WorkerInput;
let denied: Refusal | undefined;

function say(message: WorkerMessage): void {
  parentPort!.postMessage(message);
}

function wanted(): number {
  return Atomics.load(control, WANT);
}

function report(made: Report): void {
  if (made.type in WANTED && Atomics.add(control, UNDER_WAY, 1) >= MOST_UNDER_WAY)
    Atomics.sub(control, UNDER_WAY, 1);
  else say({ report: made });
}

const permissions = new Permissions(setup.grants, (use, target) => {
  counters[AT.denied]!++;
  if (use === 'listen' && typeof target !== 'string')
    denied = { code: 'ERR_ACCESS_DENIED', address: formatIp(target), port: target.port };
  if ((wanted() & WANTED.denied) === 0) return;
  const text = typeof target === 'string' ? target : formatAddress(target);
  report({ type: 'denied', denial: { use, target: text } });
});

function openEngine(): EpollEngine {
  try {
    return new PortsEpollEngine({ descriptors }, setup.ports);
  } catch (error) {
    throw new Unavailable((error as Error).message);
  }
}

class Unavailable extends Error {}

function run(output: WorkerOutput): Omit<Ending, 'said'> {
  const epoll = openEngine();
  say({ wakeFd: epoll.wakeFd });
  const resources = new ResourceTable();
  const engine = new WatchedEngine(epoll, {
    counters,
    mostConnections: setup.mostConnections,
    wanted,
    report,
    mayListen: (address) => permissions.mayListen(address),
    onWait: () => {
      counters[AT.handles] = resources.size;
    },
  });
  let isDraining = false;
  const resolver = new PortResolver(names);
  const obey = (): void => {
    resolver.receive();
    const asked = Atomics.load(control, REQUEST);
    if (asked === STOP) throw new Stopped();
    if (asked !== DRAIN || isDraining) return;
    isDraining = true;
    engine.stopListening();
  };
  const host: Host = {
    engine,
    memory: new GuestMemory(epoll.addressOf, setup.mostMemoryBytes),
    resources,
    readiness: new Readiness(engine, obey),
    resolver,
    args: setup.args,
    env: setup.env,
    permissions,
    stdio: output.stdio,
  };
  try {
    const exitCode = new Guest(setup.module, host).run();
    return { exitCode, ...refusalOf(engine) };
  } catch (error) {
    if (error instanceof Stopped) return { exitCode: 0 };
    return { ...failed(error as Error), ...refusalOf(engine) };
  } finally {
    names.close();
    engine.close();
  }
}

/** Why it could not listen, if it has not after all. */
function refusalOf({ listening: { isReady, refusal } }: WatchedEngine): { refusal?: Refusal } {
  const last = denied ?? refusal;
  return isReady || last === undefined ? {} : { refusal: last };
}

function failed(error: Error): { exitCode: number; problem: Problem } {
  const { message } = error;
  if (error instanceof GuestTrap)
    return { exitCode: EXIT_TRAP, problem: { code: 'ERR_GUEST_TRAP', message } };
  if (error instanceof Unavailable)
    return { exitCode: 1, problem: { code: 'ERR_ENGINE_UNAVAILABLE', message } };
  const code = error instanceof ComponentError ? error.code : 'ERR_GUEST_CRASHED';
  return { exitCode: 1, problem: { code, message } };
}

const output = new WorkerOutput(setup, control, report);
try {
  say({ ending: { ...run(output), said: output.said } });
} catch (error) {
  say({ ending: { ...failed(error as Error), said: output.said } });
}
