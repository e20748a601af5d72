import { errorCodeName } from '../outcome.ts';
import type { SystemCalls } from './calls.ts';
import * as libc from './libc.ts';

const EVENTS_PER_WAIT = 1024;
const WATCH_ALL = libc.EPOLLIN + libc.EPOLLOUT + libc.EPOLLRDHUP + libc.EPOLLET;

/** An epoll instance, edge-triggered, whose waits another thread can end. */
export class Poller {
  /** An eventfd: writing 1 to it, from any thread, ends a wait early. */
  readonly wakeFd: number;
  private readonly epoll: number;
  private readonly events = new Int32Array(EVENTS_PER_WAIT * libc.EPOLL_EVENT_WORDS);
  private readonly eventsAddress: number;

  /** `maxWaitMs`: the longest time that a wait blocks, in milliseconds; -1: no limit. Throws when the machine has no epoll. */
  constructor(
    private readonly calls: SystemCalls,
    private readonly maxWaitMs: number,
  ) {
    this.eventsAddress = calls.addressOf(this.events);
    this.epoll = check(calls.epoll());
    this.wakeFd = check(calls.eventfd());
    check(calls.epollAdd(this.epoll, this.wakeFd, libc.EPOLLIN + libc.EPOLLET));
  }

  /** Watches a descriptor for everything until it is closed; returns 0, or below 0 the reason why it can't be watched. */
  add(fd: number): number {
    return this.calls.epollAdd(this.epoll, fd, WATCH_ALL);
  }

  /** Stops watching a descriptor that stays open. */
  remove(fd: number): void {
    this.calls.epollDelete(this.epoll, fd);
  }

  /** Waits at most `milliseconds` (-1: no limit), and calls `onEvents` for each descriptor that something happened to. */
  wait(milliseconds: number, onEvents: (fd: number, events: number) => void): void {
    const { maxWaitMs } = this;
    const isTooLong = maxWaitMs >= 0 && (milliseconds < 0 || milliseconds > maxWaitMs);
    const waitMs = isTooLong ? maxWaitMs : milliseconds;
    const count = this.calls.epollWait(this.epoll, this.eventsAddress, EVENTS_PER_WAIT, waitMs);
    for (let i = 0; i < count; i++) {
      const at = i * libc.EPOLL_EVENT_WORDS;
      onEvents(this.events[at + libc.EPOLL_DATA_WORD]!, this.events[at]!);
    }
  }

  /** Blocks until a descriptor, which need not be watched, is writable; calls `onWake` each time that the wakeFd was written to. */
  waitUntilWritable(fd: number, onWake: () => void): void {
    for (;;) {
      const { first, second } = this.calls.pollTwo(
        fd,
        libc.POLLOUT,
        this.wakeFd,
        libc.POLLIN,
        this.maxWaitMs,
      );
      if (second !== 0) {
        this.calls.readEventfd(this.wakeFd);
        onWake();
      }
      if (first !== 0) return;
    }
  }

  close(): void {
    this.calls.close(this.epoll);
  }
}

function check(outcome: number): number {
  if (outcome < 0) throw new Error(`epoll can't be set up: ${errorCodeName(outcome)}`);
  return outcome;
}
