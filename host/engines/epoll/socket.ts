import type { EngineSocket } from '../engine.ts';
import * as libc from './libc.ts';

const GONE = libc.EPOLLHUP | libc.EPOLLERR;

/** A descriptor with its readiness. */
export class EpollSocket implements EngineSocket {
  readable = false;
  writable = false;
  /** The last operation took all that it asked for: only the kernel knows whether more is there, and no edge will tell. */
  needsProbe = false;
  stopped = false;
  /** The peer has ended its stream, or the connection failed: no further edge announces what is left to read. */
  ended = false;
  listening = false;
  /** The descriptor is not the engine's to close. */
  borrowed = false;
  onReady: (() => void) | undefined;

  constructor(
    public fd: number,
    readonly family: 4 | 6,
  ) {}

  /** Learns of events from the kernel. */
  notify(events: number): void {
    if (events & (libc.EPOLLRDHUP | GONE)) this.ended = true;
    if (events & (libc.EPOLLIN | libc.EPOLLRDHUP | GONE)) this.readable = true;
    if (events & (libc.EPOLLOUT | GONE)) this.writable = true;
    this.onReady?.();
  }
}
