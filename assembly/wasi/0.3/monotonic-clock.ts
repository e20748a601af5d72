/** wasi:clocks/monotonic-clock@0.3.0. Times are nanoseconds. */
import { Pollable } from './poll';
import { cancelSubtask, endSubtask, ownSubtask } from './subtasks';
import { Source } from './source';


@external('wasi:clocks/monotonic-clock@0.3.0', 'now')
declare function nowImport(): u64;

// wait-for: async func(duration)
@external('wasi:clocks/monotonic-clock@0.3.0', '[async-lower]wait-for')
declare function waitForImport(durationNs: u64): i32;

/** A time that passes. */
@unmanaged
class Alarm extends Source {
  subtask: i32 = 0;

  constructor() {
    super(goOn, ring, cancel);
  }
}

function goOn(source: Source): void {}

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

/** Gives a pollable that is ready when `durationNs` has passed; with 0 at once and for ever. */
export function subscribeDuration(durationNs: i64): Pollable {
  const alarm = new Alarm();
  alarm.isPending = true;
  alarm.subtask = ownSubtask(waitForImport(<u64>durationNs), alarm);
  if (alarm.subtask == 0) alarm.isReady = true;
  return <Pollable>changetype<usize>(alarm);
}
