/** wasi:clocks: monotonic-clock and wall-clock. */
import type { Host, Interface, World } from './host.ts';
import { addPollable } from './io/poll.ts';
import type { Pollable } from './poll/pollable.ts';
import type { Readiness } from './poll/readiness.ts';

const NS_PER_MS = 1e6;

/** The resolution of the monotonic clock, in nanoseconds. */
export const RESOLUTION_NS = 1000n;

/** Gives the time of the guest's clock, in nanoseconds. */
export function nowNs(readiness: Readiness): bigint {
  return BigInt(Math.trunc(readiness.nowMs() * NS_PER_MS));
}

/** Makes a pollable that is ready from a time of the guest's clock on. `whenNs`: a u64, which may be passed signed. */
export function subscribeInstant(readiness: Readiness, whenNs: bigint): Pollable {
  return readiness.subscribeTimer(Number(BigInt.asUintN(64, whenNs)) / NS_PER_MS);
}

/** Makes a pollable that is ready after a duration: a u64, which may be passed signed. */
export function subscribeDuration(readiness: Readiness, durationNs: bigint): Pollable {
  return readiness.subscribeTimer(readiness.nowMs() + Number(BigInt.asUintN(64, durationNs)) / NS_PER_MS);
}

export function monotonicClock(host: Host): Interface {
  const { readiness } = host;
  return {
    now: () => nowNs(readiness),
    resolution: () => RESOLUTION_NS,
    'subscribe-instant': (whenNs: bigint) => addPollable(host, subscribeInstant(readiness, whenNs)),
    'subscribe-duration': (durationNs: bigint) => addPollable(host, subscribeDuration(readiness, durationNs)),
  };
}

/** A time of day, or a resolution. */
export interface Datetime {
  seconds: number;
  nanoseconds: number;
}

/** The resolution of the time of day: JavaScript gives it in milliseconds. */
export const WALL_CLOCK_RESOLUTION: Datetime = { seconds: 0, nanoseconds: NS_PER_MS };

/** Gives the time of day. */
export function wallClockNow({ wallClockMs = Date.now }: Pick<World, 'wallClockMs'>): Datetime {
  const ms = Math.max(Math.trunc(wallClockMs()), 0); // WASI 0.2 can't express times before 1970
  return { seconds: Math.trunc(ms / 1000), nanoseconds: (ms % 1000) * NS_PER_MS };
}

export function wallClock(host: Host): Interface {
  const { memory } = host;
  const store = (result: number, { seconds, nanoseconds }: Datetime): void => {
    memory.refresh();
    memory.u64(result, seconds);
    memory.u32(result + 8, nanoseconds);
  };
  return {
    now: (result: number) => store(result, wallClockNow(host)),
    resolution: (result: number) => store(result, WALL_CLOCK_RESOLUTION),
  };
}
