/** Runs one guest: a thread of its own, since it blocks while the guest waits. */
import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { EpollOutput } from './engines/epoll-output.ts';
import { PortsEpollEngine } from './engines/epoll-ports.ts';
import { Guest } from './guest.ts';
import { GuestWatch, Stopped } from './guest-watch.ts';
import { PortResolver } from './port-resolver.ts';
import { DRAIN, GO_ON, REQUEST, STOP, WAKE, WAKE_FD, WANT, type WorkerInput } from './protocol.ts';
import { WorkerReports } from './worker-reports.ts';
import { LookupQueue } from './wasi/lookup-queue.ts';
import { GuestMemory } from './wasi/memory.ts';
import { Readiness } from './wasi/readiness.ts';

const { setup, control, counters, descriptors, names, mostWaitMs } = workerData as WorkerInput;
const reports = new WorkerReports(parentPort!, control, obey);
const resolver = new PortResolver(names);
const outputs: EpollOutput[] = [];
let epoll: PortsEpollEngine;
let isDraining = false;

const watch = new GuestWatch(setup, {
  counters,
  wanted: () => Atomics.load(control, WANT),
  report: (report) => reports.report(report),
  openOutput(stream, place) {
    if (place === 'report') return { descriptor: -1, take: (bytes) => reports.output(stream, bytes) };
    let file: EpollOutput | undefined;
    return {
      descriptor: -1,
      take(bytes) {
        if (file === undefined) outputs.push((file = new EpollOutput(epoll, place, obey)));
        return file.write(bytes);
      },
    };
  },
});

/** Does what the starter asks: called after each wait, whatever it was for. */
function obey(): void {
  resolver.receive();
  const asked = Atomics.load(control, REQUEST);
  if (asked === STOP) throw new Stopped();
  if (asked !== DRAIN || isDraining) return;
  isDraining = true;
  epoll.stopListening();
}

function run(): number {
  epoll = new PortsEpollEngine({ descriptors, mostWaitMs }, setup.ports);
  Atomics.store(control, WAKE_FD, epoll.wakeFd);
  if (Atomics.load(control, REQUEST) !== GO_ON) writeSync(epoll.wakeFd, WAKE); // nobody could when it was asked
  const engine = watch.watch(epoll);
  const readiness = new Readiness(engine, obey);
  readiness.lingering.most = setup.mostLingering;
  readiness.lingering.limitMs = setup.lingerMs;
  try {
    return new Guest(setup.module, {
      engine,
      memory: new GuestMemory(epoll.addressOf),
      readiness,
      resolver: new LookupQueue(resolver, setup.mostLookups),
      ...watch.parts,
    }).run();
  } finally {
    names.close();
    for (const output of outputs) output.close();
    engine.close();
  }
}

try {
  reports.end(watch.ended(run()));
} catch (error) {
  reports.end(watch.failed(error as Error));
}
