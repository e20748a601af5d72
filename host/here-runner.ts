import { GuestWatch } from './guest-watch.ts';
import { makeCounters } from './metrics.ts';
import { GuestHere } from './run-here.ts';
import type { Ending, Report } from './reports.ts';
import type { GuestSetup, Runner } from './runner.ts';

/** A guest on the program's own thread, on the node-net engine. */
export class HereRunner implements Runner {
  readonly finished: Promise<Ending>;
  readonly counters = makeCounters();
  private readonly guest: GuestHere;
  private wanted = 0;

  constructor(setup: GuestSetup, report: (report: Report) => void) {
    const { counters } = this;
    const watch = new GuestWatch(setup, {
      counters,
      wanted: () => this.wanted,
      report,
      send: (stream, bytes) => report({ type: 'output', stream, bytes }),
    });
    this.guest = new GuestHere(setup.module, {
      watch: (engine) => watch.watch(engine),
      ...watch.parts,
    });
    this.finished = this.guest.finished.then(
      (exitCode) => watch.ended(exitCode),
      (error: Error) => watch.failed(error),
    );
  }

  want(reports: number): void {
    this.wanted = reports;
  }

  /** The stream keeps what it does not take: on one thread nobody could wait for it. */
  took(): void {}

  drain(limitMs: number): void {
    this.guest.drain(limitMs);
  }

  stop(): void {
    this.guest.stop();
  }
}
