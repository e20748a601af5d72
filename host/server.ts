import { EventEmitter } from 'node:events';
import { chooseRunner } from './runners/select.ts';
import { Supervisor, type SupervisorListener } from './runners/supervisor.ts';
import {
  AbortError,
  ComponentError,
  type ComponentProblem,
  GuestError,
  ListenError,
  guestError,
} from './errors.ts';
import { ListenList } from './runners/listen-list.ts';
import { load } from './component/load.ts';
import type { Component } from './options/options.ts';
import { type ServerMetrics, sumOf } from './metrics.ts';
import type { ResolvedOptions } from './options/resolve.ts';
import type { Connection, Denial, Ending, ListenAddress, Report } from './events.ts';
import type { Runner } from './runners/runner.ts';
import { EVENT_BITS } from './events.ts';

/** How a guest ended. */
export interface Ended {
  /** 0: all went well; 1: failure; 2: wrong command line; of several guests the first that is not 0. */
  exitCode: number;
  /** By itself, after `drain`, or by `stop` or the signal. */
  reason: 'exited' | 'drained' | 'stopped';
}

/** The events of a RunningGuest, with their arguments; `worker` is a number from 0 on. */
export interface ServerEvents {
  /** It listens on an address. */
  listening: [address: ListenAddress];
  /** A connection was accepted or made. */
  open: [connection: Connection, worker: number];
  /** A connection that `open` was or would have been emitted for is closed. */
  close: [connection: Connection, worker: number];
  /** A connection was closed at once because of `limits.connections`. */
  refused: [connection: Connection, worker: number];
  /** A call was denied for want of a permission. */
  denied: [denial: Denial, worker: number];
  /** It could not go on. Not thrown where nobody listens. */
  error: [error: Error];
}

const NONE: ServerMetrics = {
  ...sumOf([]),
  workers: [],
  restarts: 0,
};

/** One guest, or several that do the same, as `serve` has started it. */
export class GuestServer extends EventEmitter<ServerEvents> implements AsyncDisposable {
  private readonly listened = new ListenList();
  private readonly settledReady = new Settled<ListenAddress[]>();
  private readonly settledFinished = new Settled<Ended>();
  private supervisor: Supervisor | undefined;
  private eventMask = 0;
  private reason: Ended['reason'] = 'exited';
  private isWatched = false;

  /** @internal `serve` makes them. */
  constructor(
    component: Component,
    private readonly options: ResolvedOptions,
  ) {
    super();
    const set = (name: string | symbol, isWanted: boolean): void => {
      const bit = (EVENT_BITS as Record<string | symbol, number>)[name] ?? 0;
      this.eventMask = isWanted ? this.eventMask | bit : this.eventMask & ~bit;
      if (bit !== 0) this.supervisor?.setEventMask(this.eventMask);
    };
    this.on('newListener' as never, ((name: string) => set(name, true)) as never);
    this.on(
      'removeListener' as never,
      ((name: string) => set(name, this.listenerCount(name as never) > 0)) as never,
    );
    void this.start(component);
  }

  /** The addresses that it listens on, so far. */
  get addresses(): readonly ListenAddress[] {
    return this.listened.addresses;
  }

  /**
   * Fulfilled with the addresses when it listens and waits for clients, all workers of it. Rejects with a ListenError, ComponentError,
   * GuestError or AbortError if it does not come so far.
   */
  get ready(): Promise<readonly ListenAddress[]> {
    this.isWatched = true;
    return this.settledReady.promise;
  }

  /** Fulfilled when it has ended and all that it had is freed. Rejects with a GuestError, ComponentError or AbortError. */
  get finished(): Promise<Ended> {
    this.isWatched = true;
    return this.settledFinished.promise;
  }

  /** Reads the counters: sums over the workers, those that have ended included, and of each that runs. Costs next to nothing. */
  metrics(): ServerMetrics {
    return this.supervisor?.metrics() ?? NONE;
  }

  /** Stops listening and lets it finish what is under way, for as long as `limits.drainMs` says. Gives what `finished` gives. */
  drain(limitMs = this.options.drainMs): Promise<Ended> {
    if (this.reason === 'exited') this.reason = 'drained';
    this.supervisor?.drain(limitMs);
    return this.finished;
  }

  /** Ends it now; what its connections have under way is lost. Gives what `finished` gives. */
  stop(): Promise<Ended> {
    this.reason = 'stopped';
    this.supervisor?.stop();
    return this.finished;
  }

  /**
   * Replaces the guests one by one by new ones. With `workers` the new one listens before the old one is drained, so that clients see
   * nothing of it; else nobody listens in between. Rejects with why the new one does not listen.
   */
  async restart(): Promise<void> {
    const failure = await this.supervisor?.replaceAll(this.options.drainMs);
    if (failure !== undefined) throw this.whyNotReady(failure);
  }

  /** Stops it, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop().catch(() => {}); // `finished` tells
  }

  private async start(component: Component): Promise<void> {
    const { signal } = this.options;
    await Promise.resolve(); // who called can look at the promises first
    if (signal?.aborted) return this.fail(new AbortError(signal.reason));
    const abort = (): void => {
      this.settledReady.reject(new AbortError(signal!.reason));
      void this.stop();
    };
    signal?.addEventListener('abort', abort, { once: true });
    const unlink = (): void => signal?.removeEventListener('abort', abort);
    void this.settledFinished.promise.then(unlink, unlink);
    try {
      const { maxMemoryBytes } = this.options;
      const [start, module] = await Promise.all([
        chooseRunner(this.options),
        load(component, maxMemoryBytes),
      ]);
      if (this.reason !== 'exited') return this.end({ exitCode: 0, stderrTail: '' });
      this.supervisor = new Supervisor(this.options, module, start, this.listener());
      this.supervisor.setEventMask(this.eventMask);
      this.supervisor.start();
    } catch (error) {
      this.fail(error as Error);
    }
  }

  private listener(): SupervisorListener {
    return {
      report: (report, worker, runner) => this.onReport(report, worker, runner),
      ready: () => this.settledReady.resolve(this.listened.addresses),
      failed: (ending) => this.emitError(this.whyEnded(ending) ?? this.whyNotReady(ending)),
      left: (runner) => this.listened.left(runner),
      ended: (ending) => this.end(ending),
    };
  }

  private onReport(report: Report, worker: number, runner: Runner): void {
    if (report.type === 'output') {
      const { bytes, stream } = report;
      this.options.streams[stream]?.write(bytes, () => runner.acknowledgeOutput(stream, bytes.length));
    } else if (report.type === 'listening') {
      if (this.listened.add(report.address, runner)) this.emit('listening', report.address);
    } else if (report.type === 'listening-ended') this.listened.remove(report.address, runner);
    else if (report.type === 'denied') this.emit('denied', report.denial, worker);
    else if (report.type !== 'ready') this.emit(report.type, report.connection, worker);
  }

  private end(ending: Ending): void {
    const error = this.whyEnded(ending);
    if (error !== undefined) return this.fail(error);
    this.settledFinished.resolve({ exitCode: ending.exitCode, reason: this.reason });
    if (this.settledReady.isSettled) return;
    const why = this.whyNotReady(ending);
    this.settledReady.reject(why);
    this.emitError(why);
  }

  private fail(error: Error): void {
    this.settledReady.reject(error);
    this.settledFinished.reject(error);
    // As with any promise that nobody looks at: an error must not go unnoticed.
    if (!this.isWatched && this.listenerCount('error') === 0) void Promise.reject(error);
    this.emitError(error);
  }

  private emitError(error: Error): void {
    if (this.listenerCount('error') > 0) this.emit('error', error);
  }

  private whyEnded({ exitCode, problem, stderrTail }: Ending): Error | undefined {
    if (problem === undefined) return undefined;
    const { file } = this.options.label;
    if (problem.code.startsWith('ERR_GUEST_') || problem.code === 'ERR_ENGINE_UNAVAILABLE')
      return guestError(file, problem, exitCode, stderrTail);
    return new ComponentError(problem.code as ComponentProblem, `can't run ${file}: ${problem.message}`);
  }

  private whyNotReady(ending: Ending): Error {
    const { exitCode, listenFailure, stderrTail } = ending;
    if (listenFailure !== undefined) return new ListenError(listenFailure);
    const how = this.reason === 'exited' ? `ended with exit code ${exitCode}` : `was ${this.reason}`;
    const message = `${this.options.label.file} ${how} before it listened`;
    return this.whyEnded(ending) ?? new GuestError('ERR_GUEST_ENDED', message, exitCode, stderrTail);
  }
}

/** A promise that is settled from outside, at most once. A rejection that nobody waits for is no unhandled one. */
class Settled<T> {
  isSettled = false;
  readonly promise: Promise<T>;
  private settle: { resolve(value: T): void; reject(error: Error): void } | undefined;

  constructor() {
    this.promise = new Promise((resolve, reject) => (this.settle = { resolve, reject }));
    this.promise.catch(() => {});
  }

  resolve(value: T): void {
    this.isSettled = true;
    this.settle!.resolve(value);
  }

  reject(error: Error): void {
    this.isSettled = true;
    this.settle!.reject(error);
  }
}
