/** Runs one guest: a thread of its own, since it blocks while the guest waits. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { findCoreModule } from './component.ts';
import { EpollEngine } from './engines/epoll.ts';
import { failureOutcome } from './failure-outcome.ts';
import { Guest } from './guest.ts';
import { DRAIN, STOP, type WorkerInput, type WorkerMessage } from './protocol.ts';
import { PortResolver } from './port-resolver.ts';
import type { Host } from './wasi/host.ts';
import { GuestMemory } from './wasi/memory.ts';
import { Readiness } from './wasi/readiness.ts';
import { ResourceTable } from './wasi/resources.ts';

/** Thrown through the guest when the starter wants it to end. */
class Stopped extends Error {}

const { file, args, request, names } = workerData as WorkerInput;

function say(message: WorkerMessage): void {
  parentPort!.postMessage(message);
}

function run(): number {
  const module = findCoreModule(readFileSync(file));
  const engine = new EpollEngine();
  say({ wakeFd: engine.wakeFd });
  let isDraining = false;
  const resolver = new PortResolver(names);
  const obey = (): void => {
    resolver.receive();
    const asked = Atomics.load(request, 0);
    if (asked === STOP) throw new Stopped();
    if (asked !== DRAIN || isDraining) return;
    isDraining = true;
    engine.stopListening();
  };
  const host: Host = {
    engine,
    memory: new GuestMemory(engine.addressOf),
    resources: new ResourceTable(),
    readiness: new Readiness(engine, obey),
    resolver,
    args: [basename(file), ...args],
  };
  try {
    return new Guest(module, host).run();
  } finally {
    names.close();
    engine.close();
  }
}

try {
  say({ exitCode: run() });
} catch (error) {
  say(error instanceof Stopped ? { exitCode: 0 } : failureOutcome(file, error as Error));
}
