import { ReadyQueue } from './ready-queue';

/**
 * Something that becomes ready: a direction of a stream, a listener, a timer. It lives outside the garbage collector's heap.
 *
 * `begin` starts what has to be going on for it to become ready; `finish` takes an event of a waitable of its; `drop` ends one
 * that is nobody's but its watcher's.
 */
@unmanaged
export class Source {
  /** It is ready, and stays so until what made it ready is taken. */
  isReady: bool = false;
  /** An operation is under way: its buffers belong to the host. */
  isPending: bool = false;
  /** What its watcher calls it. */
  watch: i32 = 0;
  /** Where its watcher wants to find it when it is ready; null: nobody watches. */
  queue: ReadyQueue | null = null;
  /** Its place in the queue, when it is queued. */
  place: i32 = 0;
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

  /** Starts what has to be going on for it to become ready, unless it is ready or that is going on. */
  begin(): void {
    if (!this.isReady && !this.isPending) call_indirect<void>(this.beginIndex, this);
  }

  /** Takes an event of a waitable of its. */
  finish(waitable: i32, code: i32): void {
    call_indirect<void>(this.finishIndex, this, waitable, code);
  }

  /** Its watcher wants it no more. */
  drop(): void {
    this.endWatch();
    call_indirect<void>(this.dropIndex, this);
  }

  /** It is ready: whoever watches it finds it in the queue. */
  becomeReady(): void {
    this.isReady = true;
    const queue = this.queue;
    if (queue != null && !this.isQueued) queue.push(this);
  }

  /** Lets a queue know from now on when it is ready. */
  startWatch(queue: ReadyQueue, watch: i32): void {
    this.queue = queue;
    this.watch = watch;
    if (this.isReady) queue.push(this);
    else this.begin();
  }

  /** Ends that. */
  endWatch(): void {
    const queue = this.queue;
    if (queue == null) return;
    if (this.isQueued) queue.remove(this);
    this.queue = null;
  }
}

/** What belongs to an open socket or stream outlives its watcher. */
function keep(source: Source): void {}
