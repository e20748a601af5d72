import { EventEmitter } from 'node:events';
import { load } from './component/load.ts';
import { AbortError, type GuestFailure, toError } from './errors.ts';
import { EVENT_BITS } from './events.ts';
import type { Connection, Denial, Ending, ListenAddress, Report } from './events.ts';
import { failureOf } from './guest/failure.ts';
import { type ServerMetrics, sumOf } from './metrics.ts';
import { readMilliseconds, readOptions } from './options/checks.ts';
import type { Component } from './options/options.ts';
import type { ResolvedOptions } from './options/resolve.ts';
import { ListenList } from './runners/listen-list.ts';
import type { Runner } from './runners/runner.ts';
import { chooseRunner } from './runners/select.ts';
import { Supervisor, type SupervisorListener } from './runners/supervisor.ts';

/** How a guest ended. */
export interface Ended {
  /** 0: all went well; 1: failure; 2: wrong command line; of several guests the first that is not 0. */
  exitCode: number;
  /** 'exited': by itself; 'closed': after `close`; 'stopped': by `stop` or the signal. */
  reason: 'exited' | 'closed' | 'stopped';
}

/** What `close` takes. */
export interface CloseOptions {
  /** How long connections may finish, in milliseconds. Default: `limits.graceMs`. */
  graceMs?: number;
}

/** The events of a GuestServer, with their arguments; `worker` is a number from 0 on. */
export interface ServerEvents {
  /** It listens on an address. */
  listening: [address: ListenAddress];
  /** A connection was accepted or made. */
  connection: [connection: Connection, worker: number];
  /** A connection is closed. */
  disconnection: [connection: Connection, worker: number];
  /** A connection was closed at once because of `limits.connections`. */
  refused: [connection: Connection, worker: number];
  /** A call was denied for want of a permission. */
  denied: [denial: Denial, worker: number];
  /** It could not go on. Not thrown where nobody listens. */
  error: [error: Error];
  /** It has ended, and all that it had is freed; after a failure, which `error` and `finished` have, with its exit code. */
  exit: [exitCode: number];
}

const NONE: ServerMetrics = {
  ...sumOf([]),
  workers: [],
  restarts: 0,
};

/** One guest, or several that do the same, as `serve` has started it. */
export class GuestServer extends EventEmitter<ServerEvents> implements AsyncDisposable {
  private readonly listening = new ListenList();
  private readonly becomesReady = new Deferred<ListenAddress[]>();
  private readonly finishes = new Deferred<Ended>();
  private supervisor: Supervisor | undefined;
  private eventMask = 0;
  private reason: Ended['reason'] = 'exited';
  /** Whether somebody has asked for one of the promises, and so learns of a failure. */
  private isAwaited = false;

  /** @internal `serve` makes them. */
  constructor(
    component: Component,
    private readonly options: ResolvedOptions,
  ) {
    super();
    const listen = (name: string, isListened: boolean): void => {
      const bit = (EVENT_BITS as Record<string, number>)[name] ?? 0;
      this.eventMask = isListened ? this.eventMask | bit : this.eventMask & ~bit;
      if (bit !== 0) this.supervisor?.setEventMask(this.eventMask);
    };
    this.on('newListener' as never, ((name: string) => listen(name, true)) as never);
    const isHeard = (name: string): boolean => this.listenerCount(name as never) > 0;
    this.on('removeListener' as never, ((name: string) => listen(name, isHeard(name))) as never);
    void this.start(component);
  }

  /** The addresses that it listens on, so far. */
  get addresses(): readonly ListenAddress[] {
    return this.listening.addresses;
  }

  /**
   * Fulfilled with the addresses when it listens and waits for clients, all workers of it. Rejects with a ListenError, ComponentError,
   * GuestError or AbortError if that never happens.
   */
  get ready(): Promise<readonly ListenAddress[]> {
    this.isAwaited = true;
    return this.becomesReady.promise;
  }

  /** Fulfilled when it has ended and all that it had is freed. Rejects with a GuestError, ComponentError or AbortError. */
  get finished(): Promise<Ended> {
    this.isAwaited = true;
    return this.finishes.promise;
  }

  /** Reads the counters: sums over the workers, those that have ended included, and of each that runs. Costs next to nothing. */
  metrics(): ServerMetrics {
    return this.supervisor?.metrics() ?? NONE;
  }

  /**
   * Stops listening, lets connections finish, and ends it when they have or `graceMs` is over. Returns `finished`. Throws an OptionError
   * for a `graceMs` that is no time, and for unknown options.
   */
  close(options: CloseOptions = {}): Promise<Ended> {
    const { graceMs } = readOptions<CloseOptions, 'graceMs'>('options', options, ['graceMs']);
    const limitMs = readMilliseconds('graceMs', graceMs, this.options.graceMs);
    if (this.reason === 'exited') this.reason = 'closed';
    this.supervisor?.drain(limitMs);
    return this.finished;
  }

  /** Ends it now; the bytes that its connections have under way are lost. Returns `finished`. */
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
    const failure = await this.supervisor?.replaceAll(this.options.graceMs);
    if (failure !== undefined) throw this.whyUnready(failure);
  }

  /** Stops it, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop().catch(() => {}); // `finished` has the failure
  }

  private async start(component: Component): Promise<void> {
    const { signal } = this.options;
    await Promise.resolve(); // the caller can ask for the promises first
    if (signal?.aborted) return this.fail(new AbortError(signal.reason), 1);
    const abort = (): void => {
      this.becomesReady.reject(new AbortError(signal!.reason));
      void this.stop();
    };
    signal?.addEventListener('abort', abort, { once: true });
    const unlink = (): void => signal?.removeEventListener('abort', abort);
    void this.finishes.promise.then(unlink, unlink);
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
      this.end({ exitCode: 1, failure: failureOf(error), stderrTail: '' });
    }
  }

  private listener(): SupervisorListener {
    return {
      report: (report, worker, runner) => this.onReport(report, worker, runner),
      ready: () => this.becomesReady.resolve(this.listening.addresses),
      failed: (ending) => this.emitError(this.whyEnded(ending) ?? this.whyUnready(ending)),
      left: (runner) => this.listening.left(runner),
      ended: (ending) => this.end(ending),
    };
  }

  private onReport(report: Report, worker: number, runner: Runner): void {
    if (report.type === 'output') {
      const { bytes, stream } = report;
      this.options.streams[stream]?.write(bytes, () => runner.acknowledgeOutput(stream, bytes.length));
    } else if (report.type === 'listening') {
      if (this.listening.add(report.address, runner)) this.emit('listening', report.address);
    } else if (report.type === 'listening-ended') this.listening.remove(report.address, runner);
    else if (report.type === 'denied') this.emit('denied', report.denial, worker);
    else if (report.type !== 'ready') this.emit(report.type, report.connection, worker);
  }

  private end(ending: Ending): void {
    const error = this.whyEnded(ending);
    if (error !== undefined) return this.fail(error, ending.exitCode);
    this.finishes.resolve({ exitCode: ending.exitCode, reason: this.reason });
    if (!this.becomesReady.isSettled) {
      const why = this.whyUnready(ending);
      this.becomesReady.reject(why);
      this.emitError(why);
    }
    this.emit('exit', ending.exitCode);
  }

  private fail(error: Error, exitCode: number): void {
    this.becomesReady.reject(error);
    this.finishes.reject(error);
    // An unhandled rejection, as with any promise that nobody awaits: the failure must not go unnoticed.
    if (!this.isAwaited && this.listenerCount('error') === 0) void Promise.reject(error);
    this.emitError(error);
    this.emit('exit', exitCode);
  }

  private emitError(error: Error): void {
    if (this.listenerCount('error') > 0) this.emit('error', error);
  }

  private whyEnded(ending: Ending): Error | undefined {
    return ending.failure && this.errorOf(ending.failure, ending);
  }

  private whyUnready(ending: Ending): Error {
    const how = this.reason === 'exited' ? `ended with exit code ${ending.exitCode}` : `was ${this.reason}`;
    const failure = ending.listenFailure ?? ending.failure ?? { kind: 'unready', message: how };
    return this.errorOf(failure, ending);
  }

  private errorOf(failure: GuestFailure, { exitCode, stderrTail }: Ending): Error {
    return toError(failure, { file: this.options.label.file, exitCode, stderrTail });
  }
}

/** A promise that is settled from outside, once. Its rejection alone is never an unhandled one: see `fail`. */
class Deferred<T> {
  isSettled = false;
  resolve!: (value: T) => void;
  reject!: (error: Error) => void;
  readonly promise = new Promise<T>((resolve, reject) => {
    this.resolve = (value) => {
      this.isSettled = true;
      resolve(value);
    };
    this.reject = (error) => {
      this.isSettled = true;
      reject(error);
    };
  });

  constructor() {
    this.promise.catch(() => {});
  }
}
