/**
 * The canonical built-ins for waiting, and what is waited for: the component model's asynchronous part, seen from the guest.
 *
 * There is one waitable set for the whole program. An operation that can't finish at once is pending on a waitable (a stream, a
 * future or a subtask); when it has finished the set tells so once, and the source that owns the waitable keeps the news until
 * somebody wants them. So the cost follows what happens, not what is waited for.
 *
 * An event is stored as: +0 waitable, +4 code. Source: component-model, CanonicalABI.md ("waitable-set", "subtask").
 */
import { RESULT } from './memory';
import { Source } from './source';
import { Words } from './words';
import { ReadyQueue } from './ready-queue';


@external('$root', '[waitable-set-new]')
declare function waitableSetNew(): i32;


@external('$root', '[waitable-set-wait]')
declare function waitableSetWait(set: i32, event: usize): i32;


@external('$root', '[waitable-set-poll]')
declare function waitableSetPoll(set: i32, event: usize): i32;


@external('$root', '[waitable-join]')
declare function waitableJoin(waitable: i32, set: i32): void;


@external('$root', '[thread-yield]')
declare function threadYield(): i32;

/** What a stream or future operation returns when it is pending. */
export const BLOCKED: i32 = -1;
/** The bits of an operation's code that say how it ended; the rest is how many items were moved. */
export const CODE_MASK: i32 = 15;
/** In those bits: the other end is gone. */
export const DROPPED: i32 = 1;
/** Where the count of items begins in an operation's code. */
export const COUNT_SHIFT: i32 = 4;
const NO_EVENT: i32 = 0;
const NO_SET: i32 = 0;
/** So many events at once that there may be more. */
const MANY: i32 = 64;

/** The owner of each waitable, as a pointer. */
let owners!: Words;
let set: i32 = NO_SET;

function theSet(): i32 {
  if (set == NO_SET) {
    set = waitableSetNew();
    owners = new Words(256, 0);
  }
  return set;
}

/** Lets `source` have the events of a waitable from now on. */
export function own(waitable: i32, source: Source): void {
  waitableJoin(waitable, theSet());
  owners.grow(waitable + 1, 0);
  owners.set(waitable, <i32>changetype<usize>(source));
}

/** Takes a waitable out of the set: a synchronous cancel needs that, or the host traps. Back with `own`. */
export function disown(waitable: i32): void {
  waitableJoin(waitable, NO_SET);
}

function deliver(): void {
  const waitable = load<i32>(RESULT);
  changetype<Source>(<usize>owners.get(waitable)).finish(waitable, load<i32>(RESULT, 4));
}

/** Waits until something has happened, and takes it in. */
function waitForEvent(): void {
  waitableSetWait(theSet(), RESULT);
  deliver();
}

/** Takes in all that has happened, without waiting. */
function takeEvents(): i32 {
  let count = 0;
  while (waitableSetPoll(theSet(), RESULT) != NO_EVENT) {
    deliver();
    count++;
  }
  return count;
}

/** Lets the host go on with what it does for us and takes in all that has happened, without waiting. */
export function lookForEvents(): void {
  // The host does a limited amount at a time (wasmtime: what 128 sockets want).
  do threadYield();
  while (takeEvents() > 0);
}

/** Waits until a queue has a ready source, or the pollable `limit` (0: none) is ready; takes in all that has happened. */
export function waitForReady(queue: ReadyQueue, limit: i32): void {
  const alarm = changetype<Source | null>(<usize>limit);
  while (queue.length == 0 && (alarm == null || !alarm.isReady)) waitForEvent();
  if (takeEvents() > MANY) lookForEvents();
}

/** Waits until a source is ready: the whole instance stands still until then. */
export function waitFor(source: Source): void {
  source.begin();
  while (!source.isReady) waitForEvent();
}
