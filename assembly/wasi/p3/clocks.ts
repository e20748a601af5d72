/**
 * wasi:clocks/monotonic-clock@0.3.0 and system-clock@0.3.0. Monotonic times are nanoseconds.
 *
 * instant: +0 seconds s64, +8 nanoseconds u32.
 */
import { RESULT } from '../abi/memory';
import { Source } from './async/source';
import { cancelSubtask, endSubtask, ownSubtask } from './async/subtasks';
import { Pollable } from './poll';


@external('wasi:clocks/monotonic-clock@0.3.0', 'now')
declare function nowImport(): u64;

// wait-for: async func(duration)
@external('wasi:clocks/monotonic-clock@0.3.0', '[async-lower]wait-for')
declare function waitForImport(durationNs: u64): i32;


@external('wasi:clocks/system-clock@0.3.0', 'now')
declare function systemNowImport(result: usize): void;

/** A duration that passes. */
@unmanaged
class Alarm extends Source {
  subtask: i32 = 0;

  constructor() {
    super(begin, ring, cancel);
  }
}

/** A duration passes by itself. */
function begin(source: Source): void {}

function ring(source: Source, waitable: i32, code: i32): void {
  if (!endSubtask(waitable, code)) return;
  changetype<Alarm>(source).subtask = 0;
  source.becomeReady();
}

function cancel(source: Source): void {
  cancelSubtask(changetype<Alarm>(source).subtask);
  heap.free(changetype<usize>(source));
}

/** Reads the clock: nanoseconds since some fixed moment, never going back. */
export function nowNs(): i64 {
  return <i64>nowImport();
}

/** Makes a pollable that is ready once `durationNs` has passed; with 0 at once. */
export function subscribeDuration(durationNs: i64): Pollable {
  const alarm = new Alarm();
  alarm.isPending = true;
  alarm.subtask = ownSubtask(waitForImport(<u64>durationNs), alarm);
  if (alarm.subtask == 0) alarm.isReady = true;
  return <Pollable>changetype<usize>(alarm);
}

/** Reads the time of day: whole seconds since 1970. It goes back when the system's clock is set back. */
export function wallSeconds(): i64 {
  systemNowImport(RESULT);
  return load<i64>(RESULT);
}

/** Reads the time of day: whole milliseconds since 1970. It goes back when the system's clock is set back. */
export function wallMilliseconds(): i64 {
  systemNowImport(RESULT);
  return load<i64>(RESULT) * 1000 + load<u32>(RESULT, 8) / 1_000_000;
}
