import { Selectable } from '../net';
import { nowNs, subscribeDuration } from '../wasi/monotonic-clock';
import { Pollable, dropPollable } from '../wasi/poll';
import { ALL, COLD, HOT, PollList } from '../wasi/poll-list';
import { Backend } from './backend';
import { EVENT_READ, EVENT_WRITE, FOREVER } from './events';

/**
 * wasmtime's runtime lets a task find 128 things ready before the task must stop for a moment; until then all else looks unready, and
 * it stops only in a `poll` that finds nothing ready. So a `poll` reports 128 at most, the sockets that were made first.
 */
const HOST_BUDGET: i32 = 128;
/** What the program may have found ready by itself, or by a time limit. */
const RESERVE: i32 = 2;
/** With less left, the host is made to stop before it is asked. */
const LEAST_BUDGET: i32 = 64;

/** Fewer are always polled all: that is quick on every host. */
const LEAST_MANY: i32 = 256;
/** A look at all that takes less does not need to be put off. */
const QUICK_NS: i64 = 100_000;
/** How long the hot watches may be quiet, while nobody looks at the others. */
const QUIET_NS: i64 = 1_000_000;

/**
 * Waits by `wasi:io/poll`. A call costs wasmtime time for each pollable, ready or not; the Node host for the ready ones.
 *
 * Where a look at all takes long, those that were ready lately (hot ones) are polled without the others while they keep the program busy,
 * for `latencyNs` at most; then it is the others' turn too.
 */
export class PollBackend extends Backend {
  private list: PollList = new PollList();
  private lastReady: i32 = 0;
  /** What is left of the host's budget; it may have more, since it stops for a moment whenever it waits. */
  private budget: i32 = 0;
  private soon: Pollable = 0;
  private isSlow: bool = false;
  /** From how many watches on to find out how long a look at all takes. */
  private many: i32 = LEAST_MANY;
  private lookAtNs: i64 = 0;

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
    if (this.budget < LEAST_BUDGET || timeoutNs == 0) this.refreshHost();
    if (this.list.count >= this.many && !this.isSlow && this.latencyNs > 0) this.lookHowSlow();
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

  /** Looks at all, without waiting, and finds out whether that takes long. */
  private lookHowSlow(): void {
    const past = subscribeDuration(0);
    this.isSlow = true;
    this.lookAtAll(ALL, past);
    dropPollable(past);
  }

  /** Waits for the hot ones first; where that would be too long for the others, they are looked at too. */
  private waitForHot(timeoutNs: i64): void {
    const startNs = nowNs();
    const restNs = this.lookAtNs - startNs;
    if (restNs > 0) {
      const limit = subscribeDuration(min(min(restNs, QUIET_NS), timeoutNs));
      if (this.list.hotCount > 0) this.look(HOT, limit);
      dropPollable(limit);
    } else if (this.list.hotCount > 0) this.look(HOT, this.subscribeSoon());
    if (this.readyCount == 0) {
      const isTimed = timeoutNs != FOREVER;
      this.waitForAll(isTimed ? max(timeoutNs + startNs - nowNs(), 0) : FOREVER);
    } else if (restNs <= 0) this.lookAtAll(COLD, this.list.pollableOf(this.lastReady));
  }

  private waitForAll(timeoutNs: i64): void {
    const isTimed = timeoutNs != FOREVER && timeoutNs > 0;
    const limit = isTimed ? subscribeDuration(timeoutNs) : timeoutNs == 0 ? this.subscribeSoon() : 0;
    this.lookAtAll(ALL, limit);
    if (isTimed) dropPollable(limit);
  }

  /** Looks at all, or at the cold ones when the hot ones were looked at; where that is slow, the next time is put off. */
  private lookAtAll(part: i32, limit: Pollable): void {
    if (!this.isSlow) return this.look(part, limit);
    const startNs = nowNs();
    this.list.cool();
    this.look(part, limit);
    const endNs = nowNs();
    this.lookAtNs = endNs + this.latencyNs;
    this.isSlow = endNs - startNs >= QUICK_NS;
    if (!this.isSlow) this.many = max(this.list.count << 1, LEAST_MANY);
  }

  /** Looks at a part, again and again as long as the host may not have reported all. */
  private look(part: i32, limit: Pollable): void {
    let count = this.poll(part, false, limit);
    while (this.budget <= RESERVE && count <= HOST_BUDGET + RESERVE && this.readyCount > 0) {
      // The others, together with one that was found: it makes the call return, but not before the host has stopped if it must.
      this.budget = HOST_BUDGET;
      count = this.poll(part, true, this.list.pollableOf(this.lastReady));
    }
  }

  private poll(part: i32, isMore: bool, limit: Pollable): i32 {
    const count = this.list.poll(part, isMore, limit);
    if (count > this.budget) this.budget = HOST_BUDGET; // it has waited
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
   * Makes the host stop for a moment: at its first look, a fresh time limit is not over. Older wasmtimes (42, mostly 45) find it over
   * and go on; there a report may lack some, which the next has.
   */
  private refreshHost(): void {
    const past = subscribeDuration(0);
    this.list.pollOne(past);
    dropPollable(past);
    this.budget = HOST_BUDGET;
  }

  /**
   * A pollable that makes `poll` look without waiting; made once and kept. A duration of 0 would not do: it is ready even when an
   * exhausted host sees nothing else.
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
