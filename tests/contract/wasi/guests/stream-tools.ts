/** Calls on streams that the guests share. */
import * as io from './imports/io';
import { subscribeDuration } from './imports/system';
import { RESULT, count } from './results';

/** What a call on a stream came to. */
export const OK: i32 = 0;
export const FAILED: i32 = 1;
export const CLOSED: i32 = 2;

/** `shutdown-type`. */
export const SHUT_RECEIVE: i32 = 0;
export const SHUT_SEND: i32 = 1;

/** How long a host may take to know that something can be written. */
const MOMENT_NS: u64 = 200_000_000;

const buffer = new StaticArray<u8>(65536);
/** Where bytes to write are. */
export const at = changetype<usize>(buffer);

/** The error of the last call that failed. */
export let lastError: i32 = 0;

/** What a result with its stream-error at `place` came to; its error goes to `lastError`. */
export function outcome(place: usize): i32 {
  if (load<u8>(RESULT) == 0) return OK;
  if (load<u8>(RESULT + place) != 0) return CLOSED;
  lastError = load<i32>(RESULT + place, 4);
  return FAILED;
}

export function read(input: i32, bytes: u64): i32 {
  io.read(input, bytes, RESULT);
  return outcome(4);
}

export function blockingRead(input: i32, bytes: u64): i32 {
  io.blockingRead(input, bytes, RESULT);
  return outcome(4);
}

/** How many bytes the last read gave. */
export function bytesRead(): i32 {
  return load<i32>(RESULT, 8);
}

export function checkWrite(output: i32): i32 {
  io.checkWrite(output, RESULT);
  return outcome(8);
}

/** Asks for a grant, and waits a moment for it when there is none; what it came to. */
export function grant(output: i32): i32 {
  const code = checkWrite(output);
  if (code != OK || count() > 0) return code;
  const list = StaticArray.fromArray<i32>([io.subscribeOutput(output), subscribeDuration(MOMENT_NS)]);
  io.poll(changetype<usize>(list), 2, RESULT);
  io.dropPollable(list[0]);
  io.dropPollable(list[1]);
  return checkWrite(output);
}

/** Writes text on a grant of its own. */
export function write(output: i32, text: string): i32 {
  const code = grant(output);
  if (code != OK) return code;
  const bytes = String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, at);
  io.write(output, at, <i32>bytes, RESULT);
  return outcome(4);
}

/** Reads so many bytes, as text, waiting for them. */
export function readText(input: i32, bytes: i32): string {
  let text = '';
  while (text.length < bytes && blockingRead(input, bytes - text.length) == OK) {
    text += String.UTF8.decodeUnsafe(load<usize>(RESULT, 4), bytesRead());
  }
  return text;
}

/** Whether an input stream's pollable is ready. */
export function inputReady(input: i32): bool {
  const pollable = io.subscribeInput(input);
  const isReady = io.isReady(pollable) != 0;
  io.dropPollable(pollable);
  return isReady;
}

/** Whether an output stream's pollable is ready. */
export function outputReady(output: i32): bool {
  const pollable = io.subscribeOutput(output);
  const isReady = io.isReady(pollable) != 0;
  io.dropPollable(pollable);
  return isReady;
}
