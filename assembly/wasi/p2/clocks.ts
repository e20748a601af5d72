/**
 * wasi:clocks/monotonic-clock@0.2.0 and wall-clock@0.2.0. Monotonic times are nanoseconds.
 *
 * datetime: +0 seconds u64, +8 nanoseconds u32.
 */
import { RESULT } from '../abi/memory';
import { Pollable } from './poll';


@external('wasi:clocks/monotonic-clock@0.2.0', 'now')
declare function nowImport(): u64;


@external('wasi:clocks/monotonic-clock@0.2.0', 'subscribe-duration')
declare function subscribeDurationImport(durationNs: u64): Pollable;


@external('wasi:clocks/wall-clock@0.2.0', 'now')
declare function wallNowImport(result: usize): void;

/** Reads the clock: nanoseconds since some fixed moment, never going back. */
export function nowNs(): i64 {
  return <i64>nowImport();
}

/** Makes a pollable that is ready once `durationNs` has passed; with 0 at once, in wasmtime a moment later. */
export function subscribeDuration(durationNs: i64): Pollable {
  return subscribeDurationImport(<u64>durationNs);
}

/** Reads the time of day: whole seconds since 1970. It goes back when the system's clock is set back. */
export function wallSeconds(): i64 {
  wallNowImport(RESULT);
  return load<i64>(RESULT);
}

/** Reads the time of day: whole milliseconds since 1970. It goes back when the system's clock is set back. */
export function wallMilliseconds(): i64 {
  wallNowImport(RESULT);
  return load<i64>(RESULT) * 1000 + load<u32>(RESULT, 8) / 1_000_000;
}
