import { Selectable } from '../../net';
import { Words } from '../../wasi';
import { ReadyQueue } from '../../wasi/p3/async/source';
import { pollEvents, waitForReady } from '../../wasi/p3/async/waitables';
import { subscribeDuration } from '../../wasi/p3/clocks';
import { Pollable, dropPollable, watchPollable } from '../../wasi/p3/poll';
import { EVENT_READ, EVENT_WRITE, FOREVER } from '../events';
import { Backend } from './backend';

const KINDS: i32 = 2;
const READ_KIND: i32 = 0;
const WRITE_KIND: i32 = 1;
const FIRST_CAPACITY: i32 = 64;
const NONE: i32 = 0;

/** Waits by WASI 0.3's waitable set. A call costs time for each object that has become ready, not for each that is watched. */
export class WaitableSetBackend extends Backend {
  private queue: ReadyQueue = new ReadyQueue();
  /** The pollable of each slot and kind. */
  private pollables: Words = new Words(FIRST_CAPACITY, NONE);
  private watched: i32 = 0;

  update(slot: i32, object: Selectable, events: i32): void {
    this.pollables.grow((slot + 1) * KINDS, NONE);
    this.growReady(slot);
    if ((events & EVENT_READ) == 0) this.unwatch(slot, READ_KIND);
    else if (!this.isWatched(slot, READ_KIND)) this.watch(slot, READ_KIND, object.subscribeRead());
    if ((events & EVENT_WRITE) == 0) this.unwatch(slot, WRITE_KIND);
    else if (!this.isWatched(slot, WRITE_KIND)) this.watch(slot, WRITE_KIND, object.subscribeWrite());
  }

  remove(slot: i32): void {
    this.unwatch(slot, READ_KIND);
    this.unwatch(slot, WRITE_KIND);
  }

  get isWatching(): bool {
    return this.watched > 0;
  }

  wait(timeoutNs: i64): i32 {
    this.clearReady();
    const queue = this.queue;
    queue.renew();
    if (queue.length > 0 || timeoutNs == 0) pollEvents();
    else if (timeoutNs == FOREVER) waitForReady(queue, 0);
    else {
      const limit = subscribeDuration(timeoutNs);
      waitForReady(queue, limit);
      dropPollable(limit);
    }
    for (let place = 0; place < queue.length; place++) {
      const watch = queue.watchAt(place);
      if (watch >= 0) this.markReady(watch / KINDS, watch % KINDS == READ_KIND ? EVENT_READ : EVENT_WRITE);
    }
    return this.readyCount;
  }

  close(): void {
    this.queue.free();
    this.pollables.free();
    super.close();
  }

  private isWatched(slot: i32, kind: i32): bool {
    return slot * KINDS < this.pollables.length && this.pollables.get(slot * KINDS + kind) != NONE;
  }

  private watch(slot: i32, kind: i32, pollable: Pollable): void {
    if (pollable == NONE) return;
    const watch = slot * KINDS + kind;
    this.pollables.set(watch, pollable);
    this.watched++;
    watchPollable(pollable, this.queue, watch);
  }

  private unwatch(slot: i32, kind: i32): void {
    if (!this.isWatched(slot, kind)) return;
    const watch = slot * KINDS + kind;
    const pollable = this.pollables.get(watch);
    this.pollables.set(watch, NONE);
    this.watched--;
    dropPollable(pollable);
  }
}
