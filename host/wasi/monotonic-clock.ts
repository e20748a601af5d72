/** wasi:clocks/monotonic-clock. */
import type { Host, Interface } from './host.ts';
import { addPollable } from './poll.ts';
import type { Pollable } from './pollable.ts';
import type { Readiness } from './readiness.ts';

const NS_PER_MS = 1e6;

/** How exact the clock is, in nanoseconds. */
export const RESOLUTION_NS = 1000n;

/** Gives the time by the guest's clock, in nanoseconds. */
export function nowNs(readiness: Readiness): bigint {
  return BigInt(Math.trunc(readiness.nowMs() * NS_PER_MS));
}

/** Makes a pollable that is ready from a moment of the guest's clock on; a u64 may come signed. */
export function subscribeInstant(readiness: Readiness, whenNs: bigint): Pollable {
  return readiness.subscribeTimer(Number(BigInt.asUintN(64, whenNs)) / NS_PER_MS);
}

/** Makes a pollable that is ready after a time; a u64 may come signed. */
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
