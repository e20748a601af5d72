/** Guests that do one job together: started, started again after a trap, replaced one by one. */
import type { Program } from '../component/program.ts';
import type { EphemeralPort } from '../guest/ephemeral-ports.ts';
import { addTo, makeCounters, type ServerMetrics, sumOf } from '../metrics.ts';
import type { ResolvedOptions } from '../options/resolve.ts';
import type { Ending, Report } from '../events.ts';
import type { Runner, StartRunner } from './runner.ts';

/** Whom a supervisor tells. */
export interface SupervisorListener {
  report(report: Report, worker: number, runner: Runner): void;
  /** All places are filled with guests that listen. */
  ready(): void;
  /** A guest could not go on and will be started again. */
  failed(ending: Ending, worker: number): void;
  /** A guest has ended. */
  left(runner: Runner): void;
  /** All have ended; the first failure counts. */
  ended(ending: Ending): void;
}

interface Placed {
  runner: Runner;
  startedAtMs: number;
  isReady: boolean;
  /** Settles when it listens: true; or has ended before: false. */
  ready: Promise<boolean>;
}

/** The guests of one `serve`, each in its place. */
export class Supervisor {
  private readonly places: (Placed | undefined)[];
  /** How often in a row the guest of a place has failed. */
  private readonly failures: number[];
  private readonly running = new Set<Runner>();
  private readonly delays = new Set<NodeJS.Timeout>();
  private readonly readyPlaces = new Set<number>();
  private readonly endedCounters = makeCounters();
  private readonly ephemeralPorts: EphemeralPort[] = [];
  private restarts = 0;
  private eventMask = 0;
  private replacing = 0;
  private hasListened = false;
  private isEnding = false;
  private hasEnded = false;
  private ending: Ending = { exitCode: 0, stderrTail: '' };

  /** Starts the first guest; it finds the ports for the others, which start when it listens. */
  constructor(
    private readonly options: ResolvedOptions,
    private readonly program: Program,
    private readonly startRunner: StartRunner,
    private readonly listener: SupervisorListener,
  ) {
    this.places = Array<undefined>(options.workers).fill(undefined);
    this.failures = Array<number>(options.workers).fill(0);
  }

  start(): void {
    this.fill(0);
  }

  /** Replaces each guest by a new one, one after the other. Where ports are shared the new one listens before the old one is drained. */
  async replaceAll(graceMs: number): Promise<Ending | undefined> {
    this.replacing++;
    let failure: Ending | undefined;
    for (let place = 0; place < this.places.length && !this.isEnding && !failure; place++) {
      const old = this.places[place];
      if (old !== undefined) failure = await this.replace(place, old, graceMs);
    }
    this.replacing--;
    this.endIfEmpty();
    return failure;
  }

  setEventMask(reports: number): void {
    this.eventMask = reports;
    for (const runner of this.running) runner.setEventMask(reports);
  }

  drain(limitMs: number): void {
    this.end((runner) => runner.drain(limitMs));
  }

  stop(): void {
    this.end((runner) => runner.stop());
  }

  metrics(): ServerMetrics {
    const workers = this.places.flatMap((member) => (member ? [sumOf([member.runner.counters])] : []));
    const counters = [...this.running].map((runner) => runner.counters);
    return { ...sumOf(counters, this.endedCounters), workers, restarts: this.restarts };
  }

  private end(how: (runner: Runner) => void): void {
    this.isEnding = true;
    for (const delay of this.delays) clearTimeout(delay);
    this.delays.clear();
    for (const runner of this.running) how(runner);
    this.endIfEmpty();
  }

  private fill(place: number): Placed {
    const member = this.launch(place);
    this.places[place] = member;
    return member;
  }

  private launch(place: number): Placed {
    const ports = { found: this.ephemeralPorts, isShared: this.options.isShared, joins: this.hasListened };
    let settleReady!: (isReady: boolean) => void;
    const ready = new Promise<boolean>((resolve) => (settleReady = resolve));
    const runner: Runner = this.startRunner(
      { ...this.options.setup, program: this.program, ports },
      (report) => {
        if (report.type === 'listening' && report.found && !this.hasListened)
          this.ephemeralPorts.push(report.found);
        this.listener.report(report, place, runner);
        if (report.type !== 'ready') return;
        member.isReady = true;
        settleReady(true);
        this.placeReady(place);
      },
    );
    const member: Placed = { runner, startedAtMs: performance.now(), isReady: false, ready };
    this.running.add(runner);
    runner.setEventMask(this.eventMask);
    void runner.finished.then((ending) => {
      settleReady(false);
      this.running.delete(runner);
      this.listener.left(runner);
      addTo(this.endedCounters, runner.counters);
      if (this.places[place] === member) this.onEnded(place, member, ending);
      else this.endIfEmpty();
    });
    return member;
  }

  private placeReady(place: number): void {
    if (!this.hasListened) {
      this.hasListened = true;
      for (let other = 0; other < this.places.length && !this.isEnding; other++)
        if (other !== place) this.fill(other);
    }
    const isNew = !this.readyPlaces.has(place);
    this.readyPlaces.add(place);
    if (isNew && this.readyPlaces.size === this.places.length) this.listener.ready();
  }

  /** A guest has ended that was not replaced. */
  private onEnded(place: number, member: Placed, ending: Ending): void {
    this.places[place] = undefined;
    const kind = ending.failure?.kind;
    const hasFailed = kind === 'trap' || kind === 'crash';
    // One that can't listen where it did before may be able to later.
    const isHopeful = hasFailed || (this.hasListened && !member.isReady && ending.exitCode !== 0);
    if (this.options.restart !== undefined && isHopeful && !this.isEnding) {
      this.startLater(place, performance.now() - member.startedAtMs);
      return this.listener.failed(ending, place);
    }
    if (this.ending.exitCode === 0 && this.ending.failure === undefined) this.ending = ending;
    if (ending.failure !== undefined || !this.readyPlaces.has(place)) this.stop();
    else this.endIfEmpty();
  }

  private startLater(place: number, ranMs: number): void {
    const { minDelayMs, maxDelayMs } = this.options.restart!;
    if (ranMs >= maxDelayMs) this.failures[place] = 0;
    const delayMs = Math.min(minDelayMs * 2 ** this.failures[place]!++, maxDelayMs);
    const delay = setTimeout(() => {
      this.delays.delete(delay);
      this.restarts++;
      this.fill(place);
    }, delayMs);
    this.delays.add(delay);
  }

  /** Returns how the new guest ended if it did not come to listen. */
  private async replace(place: number, old: Placed, graceMs: number): Promise<Ending | undefined> {
    const retire = async (): Promise<unknown> => {
      old.runner.drain(graceMs);
      return old.runner.finished;
    };
    if (!this.options.isShared) {
      this.places[place] = undefined;
      await retire();
      if (this.isEnding) return undefined;
    }
    const next = this.options.isShared ? this.launch(place) : this.fill(place);
    if (!(await next.ready)) return this.isEnding ? undefined : next.runner.finished;
    this.restarts++;
    if (!this.options.isShared) return undefined;
    if (this.places[place] !== old) {
      next.runner.stop(); // the old one has failed meanwhile, and will be started again by itself
      return undefined;
    }
    this.places[place] = next;
    await retire();
    return undefined;
  }

  private endIfEmpty(): void {
    const isEmpty = this.running.size === 0 && this.delays.size === 0;
    if (!isEmpty || this.hasEnded || (this.replacing > 0 && !this.isEnding)) return;
    this.hasEnded = true;
    this.listener.ended(this.ending);
  }
}
