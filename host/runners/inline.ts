/** Runs a guest on the caller's thread, whose event loop goes on while the guest waits. */
import type { Program } from '../component/program.ts';
import { systemResolver } from '../dns/lookup.ts';
import type { Engine } from '../engines/engine.ts';
import { NodeNetEngine } from '../engines/node/engine.ts';
import type { Ending, Report } from '../events.ts';
import { GuestContext } from '../guest/context.ts';
import { Guest } from '../guest/instance.ts';
import { Stopped } from '../guest/stopped.ts';
import { makeCounters } from '../metrics.ts';
import { GuestMemory } from '../wasi/abi.ts';
import type { Output } from '../wasi/cli/stdio.ts';
import { GuestFiles, type Preopen } from '../wasi/filesystem/guest-files.ts';
import type { Host } from '../wasi/host.ts';
import { Readiness } from '../wasi/poll/readiness.ts';
import { ResourceTable } from '../wasi/resources.ts';
import { Lingering } from '../wasi/sockets/lingering.ts';
import { NO_OBSERVER, type SocketObserver } from '../wasi/sockets/observer.ts';
import { FileOutput, HandedOutput } from './inline-output.ts';
import type { GuestSetup, Runner } from './runner.ts';
import { DRAIN_MS, MAX_LOOKUPS } from './worker-protocol.ts';

/** What a guest on this thread is given beside its engine. */
export interface InlineParts extends Omit<Partial<Host>, 'engine' | 'files' | 'readiness'> {
  args: readonly string[];
  /** The folders that it may read. */
  preopens?: readonly Preopen[];
  /** Makes what observes the guest's sockets, which are the engine's. */
  observe?(engine: Engine): SocketObserver;
  /** How many names it may look up at a time. */
  maxLookups?: number;
  /** How many sockets and files it may have, those included that wait to be accepted. */
  maxSockets?: number;
  /** See `Lingering`. */
  maxLingering?: number;
  lingerMs?: number;
}

/** A guest that runs on this thread, on the node-net engine. */
export class InlineGuest {
  /**
   * Is fulfilled with its exit code, 0 if it was stopped, and rejected as `Guest` throws. By then all that it had is freed. It runs
   * from the next turn of the event loop on.
   */
  readonly finished: Promise<number>;
  private readonly engine: NodeNetEngine;
  private observer: SocketObserver | undefined;
  private isStopped = false;
  private hasEnded = false;
  private deadline: NodeJS.Timeout | undefined;

  constructor(
    private readonly program: Program,
    parts: InlineParts,
  ) {
    this.engine = new NodeNetEngine(parts.maxSockets);
    this.finished = this.run(parts);
  }

  /** Stops listening and lets the guest finish what is under way; ends it after so many milliseconds. */
  drain(limitMs = DRAIN_MS): void {
    if (this.hasEnded) return;
    this.engine.stopListening(this.program.isOwn);
    if (!this.program.isOwn) this.observer?.endWhenEmpty();
    this.engine.wake();
    this.deadline ??= setTimeout(() => this.stop(), limitMs);
  }

  /** Ends the guest where it waits, or will wait next. */
  stop(): void {
    this.isStopped = true;
    this.engine.wake();
  }

  /** Ends a wait: there is news for the guest. */
  wake(): void {
    this.engine.wake();
  }

  private async run({ observe, preopens, maxLookups = MAX_LOOKUPS, ...parts }: InlineParts): Promise<number> {
    await new Promise((resolve) => setImmediate(resolve));
    const { engine } = this;
    const observer = (this.observer = observe?.(engine) ?? NO_OBSERVER);
    if (this.deadline !== undefined && !this.program.isOwn) observer.endWhenEmpty(); // it was drained before it ran
    const files = new GuestFiles(preopens, observer);
    const names = systemResolver(maxLookups);
    const checkControl = (): void => {
      if (this.isStopped) throw new Stopped();
    };
    try {
      checkControl();
      const readiness = new Readiness(engine, { observer, afterWait: checkControl });
      const lingering = new Lingering(readiness, parts.maxLingering, parts.lingerMs);
      const guest = new Guest(this.program, {
        engine,
        observer,
        files,
        memory: new GuestMemory(),
        resources: new ResourceTable(),
        readiness,
        lingering,
        resolver: {
          resolve: (name, tell) =>
            names.resolve(name, (answer) => {
              tell(answer);
              this.engine.wake();
            }),
        },
        ...parts,
      });
      const exitCode = await guest.runAsync();
      for (const waitMs of lingering.finish()) await readiness.look(waitMs);
      return exitCode;
    } catch (error) {
      if (error instanceof Stopped) return 0;
      throw error;
    } finally {
      this.hasEnded = true;
      names.close();
      files.close();
      clearTimeout(this.deadline);
      engine.close();
      observer.end();
    }
  }
}

/** A guest on the program's own thread, on the node-net engine. */
export class InlineRunner implements Runner {
  readonly finished: Promise<Ending>;
  readonly counters = makeCounters();
  private readonly guest: InlineGuest;
  private readonly files: FileOutput[] = [];
  private readonly handed: Partial<Record<'stdout' | 'stderr', HandedOutput>> = {};
  private eventMask = 0;
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
    const context = new GuestContext(setup, {
      counters,
      eventMask: () => this.eventMask,
      report,
      openOutput,
    });
    this.guest = new InlineGuest(setup.program, {
      observe: (engine) => context.observe(engine),
      preopens: setup.preopens,
      maxLookups: setup.maxLookups,
      maxSockets: setup.maxSockets,
      maxLingering: setup.maxLingering,
      lingerMs: setup.lingerMs,
      ...context.parts,
    });
    for (const { capacity } of [...files, ...Object.values(handed)])
      capacity.listeners.add(() => this.guest.wake());
    const ended = this.guest.finished.then(
      (exitCode) => context.ended(exitCode),
      (error: Error) => context.failed(error),
    );
    this.finished = this.written(ended);
  }

  setEventMask(reports: number): void {
    this.eventMask = reports;
  }

  acknowledgeOutput(stream: 'stdout' | 'stderr', outputBytes: number): void {
    this.handed[stream]?.acknowledge(outputBytes);
  }

  drain(limitMs: number): void {
    this.guest.drain(limitMs);
    this.deadline ??= setTimeout(() => this.stop(), limitMs);
  }

  stop(): void {
    for (const file of this.files) file.close();
    this.guest.stop();
  }

  /** Waits until the last output of the guest is written, or the guest is stopped. */
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
