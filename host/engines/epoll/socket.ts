import type { EngineSocket } from '../engine.ts';
import { WOULD_BLOCK } from '../outcome.ts';
import * as libc from './libc.ts';

const HANGUP = libc.EPOLLHUP | libc.EPOLLERR;

/** A descriptor and its readiness, which events and the outcomes of operations change. Source: `man 7 epoll`, edge-triggered. */
export class EpollSocket implements EngineSocket {
  readable = false;
  writable = false;
  /** The last operation took all that it asked for: only the kernel knows whether more has come, and no new event tells. */
  needsProbe = false;
  stopped = false;
  /** The peer has ended its stream or the connection has failed: no further event announces what is left to read. */
  ended = false;
  listening = false;
  /** The descriptor belongs to the process: the engine watches it and does not close it. */
  borrowed = false;
  onReady: (() => void) | undefined;

  constructor(
    public fd: number,
    readonly family: 4 | 6,
  ) {}

  /** Takes events from the kernel. */
  notify(events: number): void {
    if (events & (libc.EPOLLRDHUP | HANGUP)) this.ended = true;
    if (events & (libc.EPOLLIN | libc.EPOLLRDHUP | HANGUP)) this.readable = true;
    if (events & (libc.EPOLLOUT | HANGUP)) this.writable = true;
    this.onReady?.();
  }

  /** Takes what `poll` says of reading now. */
  probed(results: number): void {
    this.readable = results !== 0;
    this.needsProbe = false;
    if (results !== 0 && results !== libc.POLLIN) this.ended = true;
  }

  /** Takes the outcome of receiving at most `bytes` of a stream, and returns it. */
  received(outcome: number, bytes: number): number {
    if (outcome < 0) {
      if (outcome === WOULD_BLOCK) this.readable = false;
      return outcome;
    }
    // Fewer than asked for: nothing more has come, and what comes next is a new event. After the end there is none.
    if (outcome < bytes && !this.ended) this.readable = false;
    this.needsProbe = outcome === bytes;
    return outcome;
  }

  /** Takes the outcome of taking one thing of several: a client, a datagram, a part of a file; returns it. */
  tookOne(outcome: number): number {
    this.needsProbe = true;
    if (outcome === WOULD_BLOCK) this.readable = false;
    return outcome;
  }

  /** Takes the outcome of sending `bytes` to a stream, and returns it. */
  sent(outcome: number, bytes: number): number {
    if (outcome === bytes) this.writable = true;
    else if (outcome >= 0 || outcome === WOULD_BLOCK) this.writable = false;
    return outcome;
  }
}
