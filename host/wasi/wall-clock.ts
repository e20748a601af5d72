/** wasi:clocks/wall-clock. A datetime: +0 seconds u64, +8 nanoseconds u32. */
import type { Host, Interface, World } from './host.ts';

const NS_PER_MS = 1e6;

/** A time of day, or a part of one. */
export interface Datetime {
  seconds: number;
  nanoseconds: number;
}

/** How exact the time of day is: JavaScript knows it in milliseconds. */
export const WALL_CLOCK_RESOLUTION: Datetime = { seconds: 0, nanoseconds: NS_PER_MS };

/** Gives the time of day. */
export function wallClockNow({ wallClockMs = Date.now }: Pick<World, 'wallClockMs'>): Datetime {
  const ms = Math.max(Math.trunc(wallClockMs()), 0); // WASI 0.2 knows no time before 1970
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
