/** Runs one guest: a thread of its own, since it blocks while the guest waits. */
import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { EpollEngine } from '../engines/epoll/engine.ts';
import type { EpollOutput } from '../engines/epoll/output.ts';
import { Guest } from '../guest/instance.ts';
import { GuestContext } from '../guest/context.ts';
import type { GuestObserver } from '../guest/observer.ts';
import { Stopped } from '../guest/stopped.ts';
import { MessagePortResolver } from '../dns/message-port-resolver.ts';
import { DRAIN, RUN, REQUEST, STOP, WAKE, WAKE_FD, EVENT_MASK, type WorkerInput } from './worker-protocol.ts';
import { WorkerReports } from './worker-reports.ts';
import { LookupQueue } from '../dns/resolver.ts';
import { GuestMemory } from '../wasi/abi.ts';
import { GuestFiles } from '../wasi/filesystem/guest-files.ts';
import { Readiness } from '../wasi/poll/readiness.ts';
import { Lingering } from '../wasi/sockets/lingering.ts';

const { setup, control, counters, descriptors, names, maxWaitMs } = workerData as WorkerInput;
const reports = new WorkerReports(parentPort!, control, checkControl);
const resolver = new MessagePortResolver(names);
const outputs: EpollOutput[] = [];
let epoll: EpollEngine;
let observer: GuestObserver;
let isDraining = false;

const context = new GuestContext(setup, {
  counters,
  eventMask: () => Atomics.load(control, EVENT_MASK),
  report: (report) => reports.report(report),
  openOutput(stream, place) {
    if (place === 'report') return { descriptor: -1, take: (bytes) => reports.output(stream, bytes) };
    let file: EpollOutput | undefined;
    return {
      descriptor: -1,
      take(bytes) {
        if (file === undefined) outputs.push((file = epoll.openOutput(place, checkControl)));
        return file.write(bytes);
      },
    };
  },
});

/** Stops or drains the guest when the starter has asked for that; called after each wait. */
function checkControl(): void {
  resolver.receive();
  const asked = Atomics.load(control, REQUEST);
  if (asked === STOP) throw new Stopped();
  if (asked !== DRAIN || isDraining) return;
  isDraining = true;
  epoll.stopListening(setup.program.isOwn);
  if (!setup.program.isOwn) observer.endWhenEmpty(() => epoll.ports.hasClients);
}

function run(): number {
  epoll = new EpollEngine({ descriptors, maxWaitMs, ports: setup.ports });
  Atomics.store(control, WAKE_FD, epoll.wakeFd);
  if (Atomics.load(control, REQUEST) !== RUN) writeSync(epoll.wakeFd, WAKE); // nobody could when it was asked
  observer = context.observe(epoll);
  const readiness = new Readiness(epoll, { observer, afterWait: checkControl });
  const lingering = new Lingering(readiness, setup.maxLingering, setup.lingerMs);
  const files = new GuestFiles(setup.preopens, observer);
  try {
    const exitCode = new Guest(setup.program, {
      engine: epoll,
      observer,
      files,
      memory: new GuestMemory(epoll.addressOf),
      readiness,
      lingering,
      resolver: new LookupQueue(resolver, setup.maxLookups),
      ...context.parts,
    }).run();
    readiness.finish(lingering.finish());
    return exitCode;
  } finally {
    names.close();
    files.close();
    for (const output of outputs) output.close();
    epoll.close();
    observer.end();
  }
}

try {
  reports.end(context.ended(run()));
} catch (error) {
  reports.end(context.failed(error as Error));
}
