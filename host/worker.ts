/** Runs one guest: a thread of its own, since it blocks while the guest waits. */
import { parentPort, workerData } from 'node:worker_threads';
import { PortsEpollEngine } from './engines/epoll-ports.ts';
import { Guest } from './guest.ts';
import { GuestWatch, Stopped } from './guest-watch.ts';
import { PortResolver } from './port-resolver.ts';
import {
  DRAIN,
  GO_ON,
  OUTPUT_BYTES,
  REQUEST,
  STOP,
  UNDER_WAY,
  WANT,
  type WorkerInput,
  type WorkerMessage,
} from './protocol.ts';
import { type Report, WANTED } from './reports.ts';
import { GuestMemory } from './wasi/memory.ts';
import { Readiness } from './wasi/readiness.ts';

/** Reports that come in any number, such as of connections, are left out while the starter has so many to take. */
const MOST_UNDER_WAY = 10_000;
/** Output under way to the starter's thread; the guest waits above it. */
const MOST_OUTPUT_BYTES = 2 ** 20;
const PAUSE_MS = 100;

const { setup, control, counters, descriptors, names } = workerData as WorkerInput;

function say(message: WorkerMessage): void {
  parentPort!.postMessage(message);
}

function report(made: Report): void {
  if (made.type in WANTED && Atomics.add(control, UNDER_WAY, 1) >= MOST_UNDER_WAY)
    Atomics.sub(control, UNDER_WAY, 1);
  else say({ report: made });
}

function send(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
  for (;;) {
    const underWay = Atomics.load(control, OUTPUT_BYTES);
    if (underWay < MOST_OUTPUT_BYTES || Atomics.load(control, REQUEST) !== GO_ON) break;
    Atomics.wait(control, OUTPUT_BYTES, underWay, PAUSE_MS);
  }
  Atomics.add(control, OUTPUT_BYTES, bytes.length);
  report({ type: 'output', stream, bytes });
}

const watch = new GuestWatch(setup, { counters, wanted: () => Atomics.load(control, WANT), report, send });

function run(): number {
  const epoll = new PortsEpollEngine({ descriptors }, setup.ports);
  say({ wakeFd: epoll.wakeFd });
  const engine = watch.watch(epoll);
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
  try {
    return new Guest(setup.module, {
      engine,
      memory: new GuestMemory(epoll.addressOf),
      readiness: new Readiness(engine, obey),
      resolver,
      ...watch.parts,
    }).run();
  } finally {
    names.close();
    engine.close();
  }
}

try {
  say({ ending: watch.ended(run()) });
} catch (error) {
  say({ ending: watch.failed(error as Error) });
}
