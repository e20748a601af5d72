import { Selectable } from '../../net';
import { nowNs, subscribeDuration } from '../../wasi/p2/clocks';
import { Pollable, dropPollable } from '../../wasi/p2/poll';
import { EVENT_READ, EVENT_WRITE, FOREVER } from '../events';
import { Backend } from './backend';
import { ALL, COLD, HOT, PollList } from './poll-list';

/**
 * How many ready objects wasmtime's async runtime lets a task find before the task must yield; all others look unready until then. The
 * task yields only in a `poll` that finds nothing ready. So one `poll` reports at most 128, the sockets that were made first.
 */
const HOST_BUDGET: i32 = 128;
/** Ready objects that may count against the budget unseen: one that the program tried itself, and the time limit. */
const RESERVE: i32 = 2;
/** With less left of the budget, the host is made to yield before a `poll`. */
const MIN_BUDGET: i32 = 64;

/** Fewer watches than this are always polled all, which is quick on every host. */
const MIN_MANY: i32 = 256;
/** A poll of all watches that takes less is not put off. */
const QUICK_NS: i64 = 100_000;
/** How long to wait for the hot watches only, while none of them is ready. */
const QUIET_NS: i64 = 1_000_000;
/** How many times as long as it takes to poll the cold watches the hot ones keep the program for themselves, at least. */
const HOT_SHARE: i64 = 2;

/**
 * Waits by WASI 0.2's `wasi:io/poll`. A call costs wasmtime time for each pollable, ready or not; the Node host for the ready ones.
 *
 * Where a poll of all watches takes long, the hot watches (those that were ready lately) are polled without the others while they keep
 * the program busy, for `latencyNs` at most, or twice the time that it takes to poll the others; then those are polled too.
 */
export class PollBackend extends Backend {
  private list: PollList = new PollList();
  private lastReady: i32 = 0;
  /** What is left of the host's budget, at least: it is full again whenever the host has waited. */
  private budget: i32 = 0;
  private soon: Pollable = 0;
  /** Whether a poll of all watches takes long. */
  private isSlow: bool = false;
  /** From how many watches on to measure how long a poll of all takes. */
  private many: i32 = MIN_MANY;
  /** When to poll the watches that are not hot. */
  private pollAllAtNs: i64 = 0;

  constructor(private latencyNs: i64) {
    super();
  }

  update(slot: i32, object: Selectable, events: i32): void {
    const list = this.list;
    const read = watchOf(slot, EVENT_READ);
    const write = watchOf(slot, EVENT_WRITE);
    this.growReady(slot);
    if ((events & EVENT_READ) == 0) list.remove(read);
    else if (!list.has(read)) list.add(read, object.subscribeRead());
    if ((events & EVENT_WRITE) == 0) list.remove(write);
    else if (!list.has(write)) list.add(write, object.subscribeWrite());
  }

  remove(slot: i32): void {
    this.list.remove(watchOf(slot, EVENT_READ));
    this.list.remove(watchOf(slot, EVENT_WRITE));
  }

  get isWatching(): bool {
    return this.list.count > 0;
  }

  wait(timeoutNs: i64): i32 {
    this.clearReady();
    this.list.startRound();
    if (this.budget < MIN_BUDGET || timeoutNs == 0) this.refreshHost();
    if (this.list.count >= this.many && !this.isSlow && this.latencyNs > 0) this.measure();
    if (this.readyCount > 0) return this.readyCount;
    if (this.isSlow && timeoutNs > 0) this.waitForHot(timeoutNs);
    else this.waitForAll(timeoutNs);
    return this.readyCount;
  }

  close(): void {
    if (this.soon != 0) dropPollable(this.soon);
    this.list.free();
    super.close();
  }

  /** Polls all watches, without waiting, and measures whether that takes long. */
  private measure(): void {
    const past = subscribeDuration(0);
    this.isSlow = true;
    this.pollAll(ALL, past);
    dropPollable(past);
  }

  /** Waits for the hot watches only, until it is time to poll the others too. */
  private waitForHot(timeoutNs: i64): void {
    const startNs = nowNs();
    const restNs = this.pollAllAtNs - startNs;
    if (restNs > 0) {
      const limit = subscribeDuration(min(min(restNs, QUIET_NS), timeoutNs));
      if (this.list.hotCount > 0) this.pollPart(HOT, limit);
      dropPollable(limit);
    } else if (this.list.hotCount > 0) this.pollPart(HOT, this.subscribeSoon());
    if (this.readyCount == 0) {
      const isTimed = timeoutNs != FOREVER;
      this.waitForAll(isTimed ? max(timeoutNs + startNs - nowNs(), 0) : FOREVER);
    } else if (restNs <= 0) this.pollAll(COLD, this.list.pollableOf(this.lastReady));
  }

  private waitForAll(timeoutNs: i64): void {
    const isTimed = timeoutNs != FOREVER && timeoutNs > 0;
    const limit = isTimed ? subscribeDuration(timeoutNs) : timeoutNs == 0 ? this.subscribeSoon() : 0;
    this.pollAll(ALL, limit);
    if (isTimed) dropPollable(limit);
  }

  /** Polls all watches, or the cold ones after the hot ones; where that is slow, puts the next time off. */
  private pollAll(part: i32, limit: Pollable): void {
    if (!this.isSlow) return this.pollPart(part, limit);
    const startNs = nowNs();
    this.list.advanceEpoch();
    this.pollPart(part, limit);
    const endNs = nowNs();
    const restNs = part == COLD ? max(this.latencyNs, (endNs - startNs) * HOT_SHARE) : this.latencyNs; // ALL may have waited
    this.pollAllAtNs = endNs + restNs;
    // Few cold watches are polled quickly however many there are in all: that tells nothing of a poll of all.
    const areMostHot = this.list.hotCount > this.list.count >> 1;
    this.isSlow = endNs - startNs >= QUICK_NS || (part == COLD && areMostHot);
    if (!this.isSlow) this.many = max(this.list.count << 1, MIN_MANY);
  }

  /** Polls a part of the watches, repeatedly while the host may not have reported all that are ready. */
  private pollPart(part: i32, limit: Pollable): void {
    let count = this.poll(part, false, limit);
    while (this.budget <= RESERVE && count <= HOST_BUDGET + RESERVE && this.readyCount > 0) {
      // Polls those not yet found together with one that is ready: the call returns at once, but not before the host has yielded.
      this.budget = HOST_BUDGET;
      count = this.poll(part, true, this.list.pollableOf(this.lastReady));
    }
  }

  private poll(part: i32, isMore: bool, limit: Pollable): i32 {
    const count = this.list.poll(part, isMore, limit);
    if (count > this.budget) this.budget = HOST_BUDGET; // the host has waited
    this.budget -= count;
    for (let i = 0; i < count; i++) {
      const watch = this.list.foundAt(i);
      if (watch < 0) continue;
      this.markReady(slotOf(watch), eventOf(watch));
      this.lastReady = watch;
    }
    return count;
  }

  /**
   * Makes the host yield: a fresh time limit is not over at its first look. Older wasmtimes (42, mostly 45) find it over and do not
   * yield; there a report may lack some ready objects, which the next report has.
   */
  private refreshHost(): void {
    const past = subscribeDuration(0);
    this.list.pollOne(past);
    dropPollable(past);
    this.budget = HOST_BUDGET;
  }

  /**
   * Returns a pollable that keeps `poll` from waiting; made once and kept. A duration of 0 would not do: it is ready even when the
   * host's budget is used up and nothing else is seen.
   */
  private subscribeSoon(): Pollable {
    if (this.soon == 0) this.soon = subscribeDuration(1);
    return this.soon;
  }
}

function watchOf(slot: i32, event: i32): i32 {
  return (slot << 1) | (event - EVENT_READ);
}

function slotOf(watch: i32): i32 {
  return watch >> 1;
}

function eventOf(watch: i32): i32 {
  return EVENT_READ + (watch & 1);
}
