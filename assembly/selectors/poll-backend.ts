import { Selectable } from '../net';
import { subscribeDuration } from '../wasi/monotonic-clock';
import { Pollable, dropPollable, pollList } from '../wasi/poll';
import { Backend } from './backend';
import { EVENT_READ, EVENT_WRITE, FOREVER } from './events';
import { PollList } from './poll-list';
import { REGISTRY_LIMIT } from './registry';

/**
 * wasmtime's `poll` reports at most 128 sockets a call, always those that were made first: with more of them busy, the others
 * would never be served. It does the work of at most so many ready sockets before its runtime makes it stop.
 */
const HOST_REPORTS: i32 = 128;
/** So when a call reports about as many, all are asked in slices small enough to be reported in full. */
const SUSPICIOUS: i32 = 120;
const SLICE: i32 = 100;

/** Waits by `wasi:io/poll`. A call costs wasmtime time for each pollable, ready or not; the Node host for the ready ones. */
export class PollBackend extends Backend {
  private list: PollList = new PollList();
  private masks: StaticArray<u8> = new StaticArray<u8>(REGISTRY_LIMIT);
  private readySlots: StaticArray<i32> = new StaticArray<i32>(REGISTRY_LIMIT);
  private readyCount: i32 = 0;
  /** More are ready than one call reports, as far as the last turn showed. */
  private crowded: bool = false;
  private reportsAll: bool = false;
  private slice: StaticArray<Pollable> = new StaticArray<Pollable>(SLICE + 1);
  private found: StaticArray<i32> = new StaticArray<i32>(SLICE + 1);
  private atOnce: Pollable = 0;

  add(slot: i32, object: Selectable, events: i32): void {
    this.update(slot, object, events);
  }

  update(slot: i32, object: Selectable, events: i32): void {
    if ((events & EVENT_READ) == 0) this.list.remove(slot, 0);
    else if (!this.list.has(slot, 0)) this.list.add(slot, 0, object.subscribeRead());
    if ((events & EVENT_WRITE) == 0) this.list.remove(slot, 1);
    else if (!this.list.has(slot, 1)) this.list.add(slot, 1, object.subscribeWrite());
  }

  remove(slot: i32): void {
    this.list.remove(slot, 0);
    this.list.remove(slot, 1);
  }

  get isWatching(): bool {
    return this.list.count > 0;
  }

  wait(timeoutNs: i64): i32 {
    for (let i = 0; i < this.readyCount; i++) this.masks[this.readySlots[i]] = 0;
    this.readyCount = 0;
    if (this.crowded) this.crowded = this.lookInSlices() > SLICE;
    if (this.readyCount == 0) this.poll(timeoutNs);
    return this.readyCount;
  }

  readySlot(i: i32): i32 {
    return this.readySlots[i];
  }

  readyMask(i: i32): i32 {
    return this.masks[this.readySlots[i]];
  }

  private poll(timeoutNs: i64): void {
    const list = this.list;
    const limit = timeoutNs == FOREVER ? 0 : timeoutNs == 0 ? this.subscribeAtOnce() : subscribeDuration(timeoutNs);
    const count = list.poll(limit);
    for (let i = 0; i < count; i++) {
      if (list.found[i] < list.count) this.markReady(list.found[i]);
    }
    if (timeoutNs != FOREVER && timeoutNs != 0) dropPollable(limit);
    if (count > HOST_REPORTS + 1) this.reportsAll = true;
    if (count >= SUSPICIOUS && !this.reportsAll) this.crowded = this.lookInSlices() > 0;
  }

  /** Asks all, slice by slice, without waiting. Returns how many slots are ready that were not known to be. */
  private lookInSlices(): i32 {
    const before = this.readyCount;
    for (let start = 0; start < this.list.count; start += SLICE) {
      const length = this.list.copySlice(start, this.slice, SLICE);
      this.slice[length] = this.subscribeAtOnce();
      const count = pollList(this.slice, length + 1, this.found);
      for (let i = 0; i < count; i++) {
        if (this.found[i] < length) this.markReady(start + this.found[i]);
      }
    }
    return this.readyCount - before;
  }

  /** A pollable that is always ready makes `poll` look without waiting; made once and kept. */
  private subscribeAtOnce(): Pollable {
    if (this.atOnce == 0) this.atOnce = subscribeDuration(0);
    return this.atOnce;
  }

  private markReady(place: i32): void {
    const slot = this.list.slotAt(place);
    if (this.masks[slot] == 0) this.readySlots[this.readyCount++] = slot;
    this.masks[slot] |= <u8>(this.list.kindAt(place) == 0 ? EVENT_READ : EVENT_WRITE);
  }
}
