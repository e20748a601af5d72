import { Selectable } from '../net';
import { subscribeDuration } from '../wasi/monotonic-clock';
import { Pollable, dropPollable, pollList } from '../wasi/poll';
import { PollList } from '../wasi/poll-list';
import { Words } from '../wasi/words';
import { Backend } from './backend';
import { EVENT_READ, EVENT_WRITE, FOREVER } from './events';

/**
 * wasmtime's `poll` reports at most 128 sockets a call, always those that were made first: with more of them busy, the others
 * would never be served. It is the work of at most so many ready sockets that its runtime allows before it makes a task stop.
 */
const HOST_REPORTS: i32 = 128;
/** So when a call reports about as many, all are asked in slices small enough to be reported in full. */
const SUSPICIOUS: i32 = 120;
const SLICE: i32 = 100;

const READ_KIND: i32 = 0;
const WRITE_KIND: i32 = 1;

/** Waits by `wasi:io/poll`. A call costs wasmtime time for each pollable, ready or not; the Node host for the ready ones. */
export class PollBackend extends Backend {
  private list: PollList = new PollList();
  private masks: Words = new Words(SLICE, 0);
  private readySlots: Words = new Words(SLICE, 0);
  private readyCount: i32 = 0;
  /** More are ready than one call reports, as far as the last turn showed. */
  private isCrowded: bool = false;
  /** This host reports more than wasmtime does. */
  private reportsAll: bool = false;
  private slice: Words = new Words(SLICE + 1, 0);
  private found: Words = new Words(SLICE + 1, 0);
  private atOnce: Pollable = 0;

  update(slot: i32, object: Selectable, events: i32): void {
    const list = this.list;
    this.masks.grow(slot + 1, 0);
    this.readySlots.grow(slot + 1, 0);
    if ((events & EVENT_READ) == 0) list.remove(slot, READ_KIND);
    else if (!list.has(slot, READ_KIND)) list.add(slot, READ_KIND, object.subscribeRead());
    if ((events & EVENT_WRITE) == 0) list.remove(slot, WRITE_KIND);
    else if (!list.has(slot, WRITE_KIND)) list.add(slot, WRITE_KIND, object.subscribeWrite());
  }

  remove(slot: i32): void {
    this.list.remove(slot, READ_KIND);
    this.list.remove(slot, WRITE_KIND);
  }

  get isWatching(): bool {
    return this.list.count > 0;
  }

  wait(timeoutNs: i64): i32 {
    for (let i = 0; i < this.readyCount; i++) this.masks.set(this.readySlots.get(i), 0);
    this.readyCount = 0;
    if (this.isCrowded) this.isCrowded = this.lookInSlices() > SLICE;
    if (this.readyCount == 0) this.poll(timeoutNs);
    return this.readyCount;
  }

  readySlot(i: i32): i32 {
    return this.readySlots.get(i);
  }

  readyMask(i: i32): i32 {
    return this.masks.get(this.readySlots.get(i));
  }

  close(): void {
    if (this.atOnce != 0) dropPollable(this.atOnce);
    this.list.free();
    this.masks.free();
    this.readySlots.free();
    this.slice.free();
    this.found.free();
  }

  private poll(timeoutNs: i64): void {
    const list = this.list;
    const isTimed = timeoutNs != FOREVER && timeoutNs != 0;
    const limit = isTimed ? subscribeDuration(timeoutNs) : timeoutNs == 0 ? this.subscribeAtOnce() : 0;
    const count = list.poll(limit);
    for (let i = 0; i < count; i++) this.markReady(list.foundAt(i));
    if (isTimed) dropPollable(limit);
    if (count > HOST_REPORTS + 1) this.reportsAll = true;
    if (count >= SUSPICIOUS && !this.reportsAll) this.isCrowded = this.lookInSlices() > 0;
  }

  /** Asks all, slice by slice, without waiting. Returns how many slots are ready that were not known to be. */
  private lookInSlices(): i32 {
    const before = this.readyCount;
    for (let start = 0; start < this.list.count; start += SLICE) {
      const length = this.list.copySlice(start, this.slice, SLICE);
      this.slice.set(length, this.subscribeAtOnce());
      const count = pollList(this.slice, length + 1, this.found);
      for (let i = 0; i < count; i++) {
        const place = this.found.get(i);
        if (place < length) this.markReady(start + place);
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
    const list = this.list;
    if (place >= list.count) return; // the time limit
    const slot = list.slotAt(place);
    const mask = this.masks.get(slot);
    if (mask == 0) this.readySlots.set(this.readyCount++, slot);
    this.masks.set(slot, mask | (list.kindAt(place) == READ_KIND ? EVENT_READ : EVENT_WRITE));
  }
}
