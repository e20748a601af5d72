import { Selectable } from '../net';
import { subscribeDuration } from '../wasi/monotonic-clock';
import { Pollable, dropPollable, watchPollable } from '../wasi/poll';
import { ReadyQueue } from '../wasi/ready-queue';
import { lookForEvents, waitForReady } from '../wasi/waitables';
import { Words } from '../wasi/words';
import { Backend } from './backend';
import { EVENT_READ, EVENT_WRITE, FOREVER } from './events';

const KINDS: i32 = 2;
const READ_KIND: i32 = 0;
const WRITE_KIND: i32 = 1;
const NOTHING: i32 = 0;

/** Waits by WASI 0.3's waitable set: a call costs time for what has become ready, however much is watched. */
export class WaitableSetBackend extends Backend {
  private queue: ReadyQueue = new ReadyQueue();
  /** The source of each slot and kind. */
  private sources: Words = new Words(64, NOTHING);
  private watched: i32 = 0;

  update(slot: i32, object: Selectable, events: i32): void {
    this.sources.grow((slot + 1) * KINDS, NOTHING);
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
    if (queue.length > 0 || timeoutNs == 0) lookForEvents();
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
    this.sources.free();
    super.close();
  }

  private isWatched(slot: i32, kind: i32): bool {
    return slot * KINDS < this.sources.length && this.sources.get(slot * KINDS + kind) != NOTHING;
  }

  private watch(slot: i32, kind: i32, pollable: Pollable): void {
    if (pollable == NOTHING) return;
    const watch = slot * KINDS + kind;
    this.sources.set(watch, pollable);
    this.watched++;
    watchPollable(pollable, this.queue, watch);
  }

  private unwatch(slot: i32, kind: i32): void {
    if (!this.isWatched(slot, kind)) return;
    const watch = slot * KINDS + kind;
    const pollable = this.sources.get(watch);
    this.sources.set(watch, NOTHING);
    this.watched--;
    dropPollable(pollable);
  }
}
