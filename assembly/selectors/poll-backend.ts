import { Selectable } from '../net';
import { subscribeDuration } from '../wasi/monotonic-clock';
import { Pollable, dropPollable, pollList } from '../wasi/poll';
import { PollList } from '../wasi/poll-list';
import { Words } from '../wasi/words';
import { Backend } from './backend';
import { EVENT_READ, EVENT_WRITE, FOREVER } from './events';

/**
 * wasmtime's `poll` reports about 128 sockets at most, always those that were made first: with more of them busy the others would never
 * be served. Its runtime lets a task find 128 sockets ready before the task must stop for a moment, and it stops only in a `poll`
 * that finds nothing ready. Slices would not help: they share the 128.
 */
const HOST_REPORTS: i32 = 128;
/** After how many reports to look, at first and at most, whether more are ready than was reported. */
const LOOK_AFTER: i32 = HOST_REPORTS;
const LOOK_AFTER_AT_MOST: i32 = 1024;

const READ_KIND: i32 = 0;
const WRITE_KIND: i32 = 1;

/** Waits by `wasi:io/poll`. A call costs wasmtime time for each pollable, ready or not; the Node host for the ready ones. */
export class PollBackend extends Backend {
  private list: PollList = new PollList();
  private masks: Words = new Words(HOST_REPORTS, 0);
  private readySlots: Words = new Words(HOST_REPORTS, 0);
  private readyCount: i32 = 0;
  private lastReady: i32 = 0;
  /** More were ready than one call reports when that was last looked at. */
  private isCrowded: bool = false;
  private reports: i32 = 0;
  private lookAfter: i32 = LOOK_AFTER;
  private rest: Words = new Words(HOST_REPORTS, 0);
  private restPlaces: Words = new Words(HOST_REPORTS, 0);
  private found: Words = new Words(HOST_REPORTS, 0);
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
    this.poll(timeoutNs);
    const count = this.readyCount;
    this.reports += count;
    const isSuspicious = this.isCrowded || count >= HOST_REPORTS || this.reports >= this.lookAfter;
    if (count > 0 && isSuspicious) this.lookForMore();
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
    this.rest.free();
    this.restPlaces.free();
    this.found.free();
  }

  private poll(timeoutNs: i64): void {
    const list = this.list;
    const isTimed = timeoutNs != FOREVER && timeoutNs != 0;
    const limit = isTimed ? subscribeDuration(timeoutNs) : timeoutNs == 0 ? this.subscribeAtOnce() : 0;
    const count = list.poll(limit);
    for (let i = 0; i < count; i++) this.markReady(list.foundAt(i));
    if (isTimed) dropPollable(limit);
  }

  /**
   * Asks all those that were not reported, together with one that was: it makes the call return, but not before the host has
   * stopped for a moment if it has to, so that it finds the others ready too. Where that brings nothing, it is done less often.
   */
  private lookForMore(): void {
    let more = HOST_REPORTS;
    while (more >= HOST_REPORTS - 1) {
      const length = this.copyRest();
      this.rest.set(length, this.list.pollableAt(this.lastReady));
      this.found.grow(length + 1, 0);
      const count = pollList(this.rest, length + 1, this.found);
      more = 0;
      for (let i = 0; i < count; i++) {
        if (this.found.get(i) == length) continue;
        this.markReady(this.restPlaces.get(this.found.get(i)));
        more++;
      }
    }
    // A few more, where that is still fewer than a call reports, have just become ready: that is no crowd.
    this.isCrowded = this.readyCount > HOST_REPORTS;
    this.lookAfter = this.isCrowded ? LOOK_AFTER : min(this.lookAfter << 1, LOOK_AFTER_AT_MOST);
    this.reports = 0;
  }

  /** Collects the pollables that were not found ready, and their places. Returns how many. */
  private copyRest(): i32 {
    const list = this.list;
    let length = 0;
    this.rest.grow(list.count + 1, 0);
    this.restPlaces.grow(list.count, 0);
    for (let place = 0; place < list.count; place++) {
      if ((this.masks.get(list.slotAt(place)) & eventAt(list, place)) != 0) continue;
      this.rest.set(length, list.pollableAt(place));
      this.restPlaces.set(length++, place);
    }
    return length;
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
    this.masks.set(slot, mask | eventAt(list, place));
    this.lastReady = place;
  }
}

function eventAt(list: PollList, place: i32): i32 {
  return list.kindAt(place) == READ_KIND ? EVENT_READ : EVENT_WRITE;
}
