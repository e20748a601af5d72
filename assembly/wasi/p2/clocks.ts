/** wasi:clocks/monotonic-clock@0.2.0. Times are nanoseconds. */
import { Pollable } from './poll';


@external('wasi:clocks/monotonic-clock@0.2.0', 'now')
declare function nowImport(): u64;


@external('wasi:clocks/monotonic-clock@0.2.0', 'subscribe-duration')
declare function subscribeDurationImport(durationNs: u64): Pollable;

/** Reads the clock: nanoseconds since some fixed moment, never going back. */
export function nowNs(): i64 {
  return <i64>nowImport();
}

/** Makes a pollable that is ready once `durationNs` has passed; with 0 at once, in wasmtime a moment later. */
export function subscribeDuration(durationNs: i64): Pollable {
  return subscribeDurationImport(<u64>durationNs);
}
