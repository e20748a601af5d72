import type { Program } from '../../host/component/program.ts';
import { type Outcome, run } from './run.ts';
import type { Action, Firing, Scenario } from './scenario.ts';

/** Runs at most, so that shrinking ends. */
const MAX_RUNS = 1500;
/** Time at most: runs of a broken server may be long ones. */
const MAX_MS = 20_000;

/** In small buffers the same takes more steps. */
const ROOMIER = [{ bufferBytes: 65_536 }, { bufferBytes: 4096 }, { bufferBytes: 256 }];

/** The smallest scenario found that breaks the same property, and how it does. */
export interface Shrunk {
  scenario: Scenario;
  outcome: Outcome;
  runs: number;
}

/** Looks for a smaller scenario that breaks the same property: fewer peers, actions and faults, then smaller numbers. */
export function shrink(program: Program, scenario: Scenario, first: Outcome): Shrunk {
  return new Shrinker(program, scenario, first).shrink();
}

class Shrinker {
  private runs = 0;
  private readonly endMs = performance.now() + MAX_MS;

  constructor(
    private readonly program: Program,
    private best: Scenario,
    private outcome: Outcome,
  ) {}

  shrink(): Shrunk {
    this.listFaults();
    for (let size = Infinity; this.sizeOfBest < size && !this.isOver;) {
      size = this.sizeOfBest;
      this.drop(this.best.peers, (peers) => ({ ...this.best, peers }));
      this.dropFaults();
      this.dropActions();
      this.drop(this.best.upstreams, (upstreams) => ({ ...this.best, upstreams }));
      this.makeNumbersSmaller();
    }
    const outcome = run(this.program, this.best, true);
    return { scenario: this.best, outcome, runs: this.runs };
  }

  private get isOver(): boolean {
    return this.runs >= MAX_RUNS || performance.now() > this.endMs;
  }

  private get sizeOfBest(): number {
    return JSON.stringify(this.best).length;
  }

  /** Keeps a scenario if it breaks the same property, and not by more calls. */
  private tryOut(scenario: Scenario): boolean {
    if (this.isOver) return false;
    this.runs++;
    const outcome = run(this.program, scenario);
    if (outcome.property !== this.outcome.property || outcome.calls > this.outcome.calls) return false;
    this.best = scenario;
    this.outcome = outcome;
    return true;
  }

  /** From now on exactly those faults that happened. */
  private listFaults(): void {
    this.tryOut({ ...this.best, faults: { fired: this.outcome.fired } });
  }

  private dropFaults(): void {
    if (!('fired' in this.best.faults)) return;
    const happened = new Set(this.outcome.fired.map(({ site }) => site));
    this.tryOut({
      ...this.best,
      faults: { fired: this.best.faults.fired.filter(({ site }) => happened.has(site)) },
    });
    this.drop((this.best.faults as { fired: Firing[] }).fired, (fired) => ({
      ...this.best,
      faults: { fired },
    }));
  }

  private dropActions(): void {
    for (const kind of ['peers', 'upstreams'] as const) {
      for (let i = 0; i < this.best[kind].length; i++)
        this.drop(this.best[kind][i]!.actions, (actions) => this.withActions(kind, i, actions));
    }
  }

  private withActions(kind: 'peers' | 'upstreams', i: number, actions: Action[]): Scenario {
    const scripts = this.best[kind].map((script, at) => (at === i ? { ...script, actions } : script));
    return { ...this.best, [kind]: scripts };
  }

  /** Leaves out as many as possible: halves first, then smaller and smaller parts. */
  private drop<T>(items: T[], make: (items: T[]) => Scenario): void {
    let left = items;
    for (let part = left.length; part >= 1; part = Math.floor(part / 2)) {
      for (let start = 0; start < left.length && !this.isOver;) {
        const fewer = [...left.slice(0, start), ...left.slice(start + part)];
        if (this.tryOut(make(fewer))) left = fewer;
        else start += part;
      }
    }
  }

  private makeNumbersSmaller(): void {
    for (const change of [{ pollCostUs: 0 }, { latencyMs: 0 }, ...ROOMIER])
      this.tryOut({ ...this.best, host: { ...this.best.host, ...change } });
    for (const kind of ['peers', 'upstreams'] as const) {
      for (let i = 0; i < this.best[kind].length; i++) {
        for (let j = 0; j < this.best[kind][i]!.actions.length; j++) this.makeActionSmaller(kind, i, j);
      }
    }
    this.best.peers.forEach((_peer, i) => this.comeSooner(i));
  }

  private makeActionSmaller(kind: 'peers' | 'upstreams', i: number, j: number): void {
    for (const field of ['gapMs', 'bytes', 'piece', 'ms', 'times', 'patienceMs', 'rate']) {
      for (let isSmaller = true; isSmaller;) {
        const { actions } = this.best[kind][i]!;
        const value = (actions[j] as unknown as Record<string, number | undefined>)[field];
        if (value === undefined || value <= 1) break;
        const change = (to: number): boolean => {
          const changed = actions.with(j, { ...actions[j], [field]: to } as Action);
          return this.tryOut(this.withActions(kind, i, changed));
        };
        isSmaller = change(1) || change(Math.floor(value / 2)) || (value < 20 && change(value - 1));
      }
    }
  }

  private comeSooner(i: number): void {
    const peers = this.best.peers.map((peer, at) => (at === i ? { ...peer, comesMs: 1 + i } : peer));
    if (this.best.peers[i]!.comesMs > 1 + i) this.tryOut({ ...this.best, peers });
  }
}
