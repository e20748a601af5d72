/** wasi:clocks/monotonic-clock. */
import type { Host, Interface } from './host.ts';
import { addPollable } from './poll.ts';

const NS_PER_MS = 1e6;

export function monotonicClock(host: Host): Interface {
  const { readiness } = host;
  return {
    now: () => BigInt(Math.trunc(readiness.nowMs() * NS_PER_MS)),
    resolution: () => 1000n,
    'subscribe-instant': (whenNs: bigint) =>
      addPollable(host, readiness.subscribeTimer(Number(BigInt.asUintN(64, whenNs)) / NS_PER_MS)),
    'subscribe-duration': (durationNs: bigint) =>
      addPollable(
        host,
        readiness.subscribeTimer(readiness.nowMs() + Number(BigInt.asUintN(64, durationNs)) / NS_PER_MS),
      ),
  };
}
