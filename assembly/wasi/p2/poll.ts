/**
 * wasi:io/poll@0.2.0.
 *
 * Drop order: a pollable is a child of the socket or stream that made it and must be dropped before it, or the host traps.
 */
import { RESULT, prepareList, releaseList } from '../abi/memory';
import { Words } from '../abi/words';

/** Whether this version waits by a waitable set, or by `poll`. */
export const HAS_WAITABLE_SETS: bool = false;

/** The handle of a `pollable`; 0: none, never ready. */
export type Pollable = i32;

// poll: func(in: list<borrow<pollable>>) -> list<u32>; (pointer, count, result), result: +0 pointer, +4 count
@external('wasi:io/poll@0.2.0', 'poll')
declare function poll(list: usize, count: i32, result: usize): void;


@external('wasi:io/poll@0.2.0', '[method]pollable.block')
declare function pollableBlock(self: Pollable): void;


@external('wasi:io/poll@0.2.0', '[resource-drop]pollable')
declare function pollableDrop(self: Pollable): void;

/**
 * Waits until one of the first `count` pollables is ready and writes the indexes of the ready ones to `ready`.
 *
 * They are in the host's order, not the list's, and wasmtime reports 128 sockets at most. `count` must not be 0 (the host
 * traps), and `ready` must hold `count` items. Returns how many are ready, at least 1.
 */
export function pollList(list: Words, count: i32, ready: Words): i32 {
  prepareList(ready.pointer, ready.length << 2);
  poll(list.pointer, count, RESULT);
  releaseList();
  return load<i32>(RESULT, 4);
}

/** Waits until the pollable is ready; the whole instance is blocked until then. */
export function blockOn(pollable: Pollable): void {
  pollableBlock(pollable);
}

/** Drops the pollable. */
export function dropPollable(pollable: Pollable): void {
  pollableDrop(pollable);
}
