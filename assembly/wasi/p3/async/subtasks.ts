/**
 * Calls of asynchronous functions that have not returned yet.
 *
 * The status of a call: subtask << 4 | state. Source: component-model, CanonicalABI.md ("canon lower", "canon subtask.cancel").
 */
import { Source } from './source';
import { disown, own } from './waitables';


@external('$root', '[subtask-drop]')
declare function subtaskDrop(subtask: i32): void;


@external('$root', '[subtask-cancel]')
declare function subtaskCancel(subtask: i32): i32;

const STATE_BITS: i32 = 4;
const STATE_MASK: i32 = 15;
const RETURNED: i32 = 2;

/** Reads the status of a call. Returns 0 (it has returned) or its subtask, whose events go to `source`. */
export function ownSubtask(status: i32, source: Source): i32 {
  if ((status & STATE_MASK) >= RETURNED) return 0;
  const subtask = status >>> STATE_BITS;
  own(subtask, source);
  return subtask;
}

/** Takes an event of a subtask. Returns whether the call has returned; the subtask is then dropped. */
export function endSubtask(subtask: i32, state: i32): bool {
  if (state < RETURNED) return false;
  subtaskDrop(subtask);
  return true;
}

/** Cancels a call, whose results are lost; 0: there is none. */
export function cancelSubtask(subtask: i32): void {
  if (subtask == 0) return;
  disown(subtask); // a synchronous cancel of what is in a set traps
  subtaskCancel(subtask);
  subtaskDrop(subtask);
}
