import { GuestWatch } from './guest-watch.ts';
import { FileOutput, HandedOutput } from './here-output.ts';
import { makeCounters } from './metrics.ts';
import { GuestHere } from './run-here.ts';
import type { Ending, Report } from './reports.ts';
import type { GuestSetup, Runner } from './runner.ts';
import type { Output } from './wasi/stdio.ts';

/** A guest on the program's own thread, on the node-net engine. */
export class HereRunner implements Runner {
  readonly finished: Promise<Ending>;
  readonly counters = makeCounters();
  private readonly guest: GuestHere;
  private readonly files: FileOutput[] = [];
  private readonly handed: Partial<Record<'stdout' | 'stderr', HandedOutput>> = {};
  private wanted = 0;
  private deadline: NodeJS.Timeout | undefined;

  constructor(setup: GuestSetup, report: (report: Report) => void) {
    const { counters, files, handed } = this;
    const openOutput = (stream: 'stdout' | 'stderr', place: number | 'report'): Output => {
      if (place === 'report')
        return (handed[stream] = new HandedOutput((bytes) => report({ type: 'output', stream, bytes })));
      const file = new FileOutput(place);
      files.push(file);
      return file;
    };
    const watch = new GuestWatch(setup, { counters, wanted: () => this.wanted, report, openOutput });
    this.guest = new GuestHere(setup.module, {
      watch: (engine) => watch.watch(engine),
      mostLookups: setup.mostLookups,
      mostSockets: setup.mostSockets,
      mostLingering: setup.mostLingering,
      lingerMs: setup.lingerMs,
      ...watch.parts,
    });
    for (const { room } of [...files, ...Object.values(handed)]) room.listeners.add(() => this.guest.wake());
    const ended = this.guest.finished.then(
      (exitCode) => watch.ended(exitCode),
      (error: Error) => watch.failed(error),
    );
    this.finished = this.written(ended);
  }

  want(reports: number): void {
    this.wanted = reports;
  }

  took(stream: 'stdout' | 'stderr', outputBytes: number): void {
    this.handed[stream]?.took(outputBytes);
  }

  drain(limitMs: number): void {
    this.guest.drain(limitMs);
    this.deadline ??= setTimeout(() => this.stop(), limitMs);
  }

  stop(): void {
    for (const file of this.files) file.close();
    this.guest.stop();
  }

  /** Waits until what the guest said last is written, or it is stopped. */
  private async written(ended: Promise<Ending>): Promise<Ending> {
    const ending = await ended;
    for (const file of this.files) {
      await file.written();
      file.close();
    }
    clearTimeout(this.deadline);
    return ending;
  }
}
