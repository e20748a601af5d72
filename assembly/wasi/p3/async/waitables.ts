/**
 * The canonical built-ins for waiting, and the program's waitable set.
 *
 * An operation that can't finish at once is pending on a waitable (a stream, a future or a subtask). When it has finished, the set
 * reports one event, and the source that owns the waitable keeps the result until it is taken. So the cost of waiting follows the
 * number of events, not the number of waitables.
 *
 * An event is stored as: +0 waitable, +4 code. Source: component-model, CanonicalABI.md ("waitable-set", "subtask").
 */
import { RESULT } from '../../abi/memory';
import { Words } from '../../abi/words';
import { ReadyQueue, Source } from './source';


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
/** The bits of an operation's code that tell how it ended; the others count the items that were moved. */
export const CODE_MASK: i32 = 15;
/** In those bits: the other end was dropped. */
export const DROPPED: i32 = 1;
/** Where the count of items starts in an operation's code. */
export const COUNT_SHIFT: i32 = 4;
const NO_EVENT: i32 = 0;
const NO_SET: i32 = 0;
/** After this many events at once there may be more. */
const MANY: i32 = 64;

/** The owner of each waitable, as a pointer. */
let owners!: Words;
let set: i32 = NO_SET;

function getSet(): i32 {
  if (set == NO_SET) {
    set = waitableSetNew();
    owners = new Words(256, 0);
  }
  return set;
}

/** Joins a waitable to the set; its events go to `source` from now on. */
export function own(waitable: i32, source: Source): void {
  waitableJoin(waitable, getSet());
  owners.grow(waitable + 1, 0);
  owners.set(waitable, <i32>changetype<usize>(source));
}

/** Takes a waitable out of the set, until `own`; the host traps on a synchronous cancel of one that is in it. */
export function disown(waitable: i32): void {
  waitableJoin(waitable, NO_SET);
}

function deliver(): void {
  const waitable = load<i32>(RESULT);
  changetype<Source>(<usize>owners.get(waitable)).finish(waitable, load<i32>(RESULT, 4));
}

/** Waits for an event and delivers it. */
function waitForEvent(): void {
  waitableSetWait(getSet(), RESULT);
  deliver();
}

/** Delivers the events that the set has, without waiting. Returns how many. */
function deliverEvents(): i32 {
  let count = 0;
  while (waitableSetPoll(getSet(), RESULT) != NO_EVENT) {
    deliver();
    count++;
  }
  return count;
}

/** Lets the host go on with its part and delivers all events, without waiting. */
export function pollEvents(): void {
  // The host does a limited amount of work at a time (wasmtime: that of 128 sockets).
  do threadYield();
  while (deliverEvents() > 0);
}

/** Waits until a queue has a ready source, or the pollable `limit` (0: none) is ready, and delivers all events. */
export function waitForReady(queue: ReadyQueue, limit: i32): void {
  const alarm = changetype<Source | null>(<usize>limit);
  while (queue.length == 0 && (alarm == null || !alarm.isReady)) waitForEvent();
  if (deliverEvents() > MANY) pollEvents();
}

/** Waits until a source is ready; the whole instance is blocked until then. */
export function waitFor(source: Source): void {
  source.begin();
  while (!source.isReady) waitForEvent();
}
