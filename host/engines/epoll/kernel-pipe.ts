import type { KernelPipe } from '../engine.ts';
import { WOULD_BLOCK, failure } from '../outcome.ts';
import type { SystemCalls } from './calls.ts';
import type { EpollSocket } from './socket.ts';

/** Small pieces fill a pipe by their number, since each takes a page of its capacity. Source: `man 7 pipe`, F_SETPIPE_SZ. */
const CAPACITY_BYTES = 1 << 20;
/** What a system answers that has no splice for sockets. */
const NOT_THERE = new Set([failure('invalid-argument'), failure('not-supported'), failure('access-denied')]);

/** The kernel's splice by way of a pipe. Source: `man 2 splice`. */
export class EpollPipe implements KernelPipe<EpollSocket> {
  /** Whether the system splices sockets; known once that was tried. */
  isSupported = true;
  /** How many bytes are in the pipe. */
  private bytes = 0;

  private constructor(
    private readonly calls: SystemCalls,
    private readonly ends: { read: number; write: number },
  ) {}

  /** Opens one; undefined: the system has no more files. */
  static open(calls: SystemCalls): EpollPipe | undefined {
    const ends = calls.pipe(CAPACITY_BYTES);
    return typeof ends === 'number' ? undefined : new EpollPipe(calls, ends);
  }

  fillFrom(from: EpollSocket, bytes: number): number {
    const outcome = this.calls.splice(from.fd, this.ends.write, bytes);
    if (NOT_THERE.has(outcome)) {
      this.isSupported = false;
      return WOULD_BLOCK; // and still readable
    }
    if (outcome <= 0) return from.received(outcome, bytes);
    this.bytes = outcome;
    return from.tookOne(outcome); // a pipe may be full before all is taken that has arrived
  }

  emptyTo(to: EpollSocket): number {
    const outcome = this.calls.splice(this.ends.read, to.fd, this.bytes);
    to.sent(outcome, this.bytes);
    if (outcome > 0) this.bytes -= outcome;
    return outcome;
  }

  takeRest(): Uint8Array {
    const rest = new Uint8Array(this.bytes);
    this.calls.read(this.ends.read, this.calls.addressOf(rest), this.bytes);
    this.bytes = 0;
    return rest;
  }

  close(): void {
    this.calls.close(this.ends.read);
    this.calls.close(this.ends.write);
  }
}
