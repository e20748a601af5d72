import { Words } from '../../abi/words';

const FIRST_CAPACITY: i32 = 64;
const EMPTY: i32 = 0;

/**
 * Something that becomes ready: a direction of a stream, a listener, a timer. It is not garbage-collected.
 *
 * The functions that a kind of source supplies: `begin` starts the operation that makes it ready; `finish` takes an event of one of
 * its waitables; `drop` frees a source that belongs to its watcher.
 */
@unmanaged
export class Source {
  /** Whether it is ready; it stays so until what made it ready is taken. */
  isReady: bool = false;
  /** Whether an operation is under way: its buffers then belong to the host. */
  isPending: bool = false;
  /** Its watcher's number for it. */
  watch: i32 = 0;
  /** The queue that it is appended to when it becomes ready; null: it is not watched. */
  queue: ReadyQueue | null = null;
  /** Its place in the queue, while it is queued. */
  place: i32 = 0;
  /** Whether it is in the queue. */
  isQueued: bool = false;
  private beginIndex: u32;
  private finishIndex: u32;
  private dropIndex: u32;

  constructor(
    begin: (source: Source) => void,
    finish: (source: Source, waitable: i32, code: i32) => void,
    drop: (source: Source) => void = keep,
  ) {
    this.beginIndex = begin.index;
    this.finishIndex = finish.index;
    this.dropIndex = drop.index;
  }

  /** Starts the operation that makes it ready, unless it is ready or an operation is under way. */
  begin(): void {
    if (!this.isReady && !this.isPending) call_indirect<void>(this.beginIndex, this);
  }

  /** Takes an event of one of its waitables. */
  finish(waitable: i32, code: i32): void {
    call_indirect<void>(this.finishIndex, this, waitable, code);
  }

  /** Ends watching it, and frees it if it belongs to its watcher. */
  drop(): void {
    this.endWatch();
    call_indirect<void>(this.dropIndex, this);
  }

  /** Marks it as ready and appends it to its watcher's queue. */
  becomeReady(): void {
    this.isReady = true;
    const queue = this.queue;
    if (queue != null && !this.isQueued) queue.push(this);
  }

  /** Appends it to a queue whenever it is ready, from now on. `watch`: the watcher's number for it, not below 0. */
  startWatch(queue: ReadyQueue, watch: i32): void {
    this.queue = queue;
    this.watch = watch;
    if (this.isReady) queue.push(this);
    else this.begin();
  }

  /** Ends watching it. */
  endWatch(): void {
    const queue = this.queue;
    if (queue == null) return;
    if (this.isQueued) queue.remove(this);
    this.queue = null;
  }
}

/** A source that belongs to an open socket or stream outlives its watcher. */
function keep(source: Source): void {}

/** The ready sources of one watcher, first in first out. It is not garbage-collected: `free` it. */
@unmanaged
export class ReadyQueue {
  /** How many places there are, including those that became empty. */
  length: i32 = 0;
  private sources: Words = new Words(FIRST_CAPACITY, EMPTY);

  /** Returns the watcher's number of the source at a place; -1: the place is empty. */
  watchAt(place: i32): i32 {
    const source = this.at(place);
    return source == null ? -1 : source.watch;
  }

  /** Appends a source. */
  push(source: Source): void {
    source.isQueued = true;
    this.sources.grow(this.length + 1, EMPTY);
    this.put(this.length++, source);
  }

  /** Empties the place of a source. */
  remove(source: Source): void {
    source.isQueued = false;
    this.sources.set(source.place, EMPTY);
  }

  /**
   * Starts the next operation of each source that is no longer ready; keeps, in their order, those that are ready.
   *
   * Each source starts one operation a turn, so that a peer that always has more to send can't hold up the others.
   */
  renew(): void {
    const count = this.length;
    this.length = 0;
    for (let place = 0; place < count; place++) {
      const source = this.at(place);
      if (source == null) continue;
      source.begin();
      if (source.isReady) this.put(this.length++, source);
      else source.isQueued = false;
    }
  }

  /** Frees the memory, after all sources were dropped. */
  free(): void {
    this.sources.free();
    heap.free(changetype<usize>(this));
  }

  private at(place: i32): Source | null {
    return changetype<Source | null>(<usize>this.sources.get(place));
  }

  private put(place: i32, source: Source): void {
    this.sources.set(place, <i32>changetype<usize>(source));
    source.place = place;
  }
}
