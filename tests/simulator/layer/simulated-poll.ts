import type { Host } from '../../../host/wasi/host.ts';
import { Pollable } from '../../../host/wasi/poll/pollable.ts';
import { Trap } from '../../../host/wasi/resources.ts';
import { TimerPollable } from '../../../host/wasi/poll/timers.ts';
import type { FaultSource } from '../fault-source.ts';
import { Random } from '../random.ts';
import type { HostScript } from '../scenario.ts';
import type { Checks } from '../checks.ts';
import type { World } from '../world.ts';
import type { Names } from './names.ts';

/** How many things wasmtime's runtime lets a task find ready before it must stop for a moment. */
const BUDGET = 128;
const LONGEST_STALL_US = 20_000;

interface Item {
  /** Its place in the list. */
  index: number;
  handle: number;
  pollable: Pollable;
}

/**
 * `poll` as wasmtime has it: the ready ones in the order of the resource table, sockets only until the budget is used up; a poll
 * that finds nothing renews it. A time limit is not over at its first look. Faults come on top.
 */
export class SimulatedPoll {
  private budget = BUDGET;
  private last: Item[] = [];
  private readonly looked = new WeakSet<TimerPollable>();

  constructor(
    private readonly world: World,
    private readonly host: Host,
    private readonly script: HostScript,
    private readonly faults: FaultSource,
    private readonly checks: Checks,
    private readonly names: Names,
  ) {}

  readonly poll = (list: number, count: number, result: number): void => {
    const { host, world } = this;
    const items = this.begin(list, count);
    host.readiness.look(0);
    let found = this.withSpurious(items, this.ready(items));
    while (found.length === 0) {
      const isNew = this.renew(items);
      host.readiness.look(isNew ? 0 : this.waitMs(items));
      found = this.ready(items);
    }
    found = this.disturbed(found);
    world.tell('server', `polls ${count}: ${this.describe(found)}`);
    this.store(found, result);
  };

  /** `poll` as the Node host has it: `call` is its own. */
  pollAsNode(call: (list: number, count: number, result: number) => void) {
    return (list: number, count: number, result: number): void => {
      const items = this.begin(list, count);
      call(list, count, result);
      const { words } = this.host.memory;
      const start = words[result >>> 2]! >>> 2;
      const places = words.subarray(start, start + words[(result >>> 2) + 1]!);
      const found = [...places].map((place) => items[place]!);
      this.world.tell('server', `polls ${count}: ${this.describe(found)}`);
    };
  }

  /** Sees what is polled, and lets it take its time. */
  private begin(list: number, count: number): Item[] {
    if (count === 0) throw new Trap('poll of an empty list');
    const { host, world } = this;
    host.memory.refresh();
    const items = this.items(list >>> 2, count);
    this.checks.beforePoll();
    world.nowUs += Math.round(count * this.script.pollCostUs);
    const stall = this.faults.ask('stall', 'poll');
    if (stall !== undefined) world.nowUs += Math.round(stall * LONGEST_STALL_US);
    return items;
  }

  private items(start: number, count: number): Item[] {
    const { memory, resources } = this.host;
    const { last } = this;
    const isSame =
      last.length === count &&
      last.every(
        ({ index, handle, pollable }) => memory.words[start + index] === handle && !pollable.dropped,
      );
    if (isSame) return last;
    const items = Array.from({ length: count }, (_item, index) => {
      const handle = memory.words[start + index]!;
      return { index, handle, pollable: resources.get(handle, Pollable) };
    });
    if (this.script.poll === 'wasmtime') items.sort((one, other) => one.handle - other.handle);
    return (this.last = items);
  }

  private ready(items: Item[]): Item[] {
    return items.filter(({ pollable }) => {
      if (pollable instanceof TimerPollable) return this.looked.has(pollable) && pollable.isReady;
      if (this.budget === 0 || !pollable.isReady) return false;
      this.budget--;
      return true;
    });
  }

  /** The host stops for a moment: its budget is new, and time limits have been looked at. Returns whether one is over. */
  private renew(items: Item[]): boolean {
    let isOver = false;
    for (const { pollable } of items) {
      if (!(pollable instanceof TimerPollable)) continue;
      isOver ||= pollable.isReady;
      this.looked.add(pollable);
    }
    isOver ||= this.budget < BUDGET;
    this.budget = BUDGET;
    return isOver;
  }

  private waitMs(items: Item[]): number {
    let nextMs = Infinity;
    for (const { pollable } of items)
      if (pollable instanceof TimerPollable) nextMs = Math.min(nextMs, pollable.deadlineMs);
    return nextMs === Infinity ? -1 : Math.max(Math.ceil(nextMs - this.host.readiness.nowMs()), 0);
  }

  /** Something is reported that is not ready. Never a timer: they may be late, not early. */
  private withSpurious(items: Item[], found: Item[]): Item[] {
    const value = this.faults.ask('spurious', 'poll');
    if (value === undefined) return found;
    const others = items.filter(({ pollable }) => !(pollable instanceof TimerPollable) && !pollable.isReady);
    if (others.length === 0) return found;
    this.checks.excuse();
    return [...found, others[Math.floor(value * others.length)]!];
  }

  private disturbed(found: Item[]): Item[] {
    const order = this.faults.ask('shuffle', 'poll');
    if (order !== undefined) found = shuffled(found, order);
    const cut = this.faults.ask('truncate', 'poll');
    return cut === undefined ? found : found.slice(0, 1 + Math.floor(cut * found.length));
  }

  private store(found: Item[], result: number): void {
    const { memory } = this.host;
    const pointer = memory.allocate(4, found.length * 4);
    found.forEach(({ index }, i) => memory.u32(pointer + 4 * i, index));
    memory.u32(result, pointer);
    memory.u32(result + 4, found.length);
  }

  private describe(found: Item[]): string {
    if (found.length > 8) return `${found.length} ready`;
    return found.map(({ pollable }) => this.names.ofPollable(pollable)).join(', ');
  }
}

function shuffled(found: Item[], value: number): Item[] {
  const random = new Random(Math.floor(value * 2 ** 20), 'shuffle');
  const mixed = [...found];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = random.int(0, i);
    [mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!];
  }
  return mixed;
}
