/**
 * The parts of wasi:filesystem that are the same in WASI 0.2 and 0.3.
 *
 * descriptor-stat: +0 type, then, at offsets that differ: link-count u64, size u64, three option<instant> of 24 bytes each: +0
 * present, +8 seconds, +16 nanoseconds u32. They are the times of the last access, of the last change of the bytes, and of the last
 * change of anything.
 */
import { RESULT } from './memory';
import { takeString } from './text';

/** `path-flags`: symbolic links are followed. */
export const SYMLINK_FOLLOW: i32 = 1;
/** `open-flags`: none. */
export const OPEN_ANY: i32 = 0;
/** `open-flags`: fails unless it is a directory. */
export const OPEN_DIRECTORY: i32 = 2;
/** `descriptor-flags`: for reading. */
export const DESCRIPTOR_READ: i32 = 1;

/** What is known of a file or folder. */
export class FileStat {
  /** Whether it is a folder. */
  isFolder: bool = false;
  /** Whether it is a regular file; else reading it may fail or wait. */
  isFile: bool = false;
  /** How many bytes a regular file has. */
  size: i64 = 0;
  /** When its bytes were changed last, in whole seconds since 1970; 0: the host does not say. */
  modifiedSeconds: i64 = 0;
}

/** Lifts size and time of a `descriptor-stat` whose `size` is at `at`. */
export function loadSizeAndTime(at: usize, into: FileStat): void {
  into.size = load<i64>(at);
  into.modifiedSeconds = load<u8>(at, 32) == 0 ? 0 : load<i64>(at, 40);
}

/**
 * The outcome (see outcomes.ts) of each `error-code` of wasi:filesystem/types@0.2.0, in its order, and of `other`, which 0.3.0 has
 * after them.
 */
const OUTCOMES: usize = memory.data<i8>([
  -2, -9, -7, -10, -7, -1, -1, -1, -18, -4, -7, -1, -4, -29, -26, -27, -1, -18, -28, -3, -23, -1, -5, -1, -25,
  -1, -29, -3, -3, -23, -18, -24, -22, -24, -4, -7, -1, -1,
]);

/** Returns the outcome of an `error-code`, given by its index in WASI 0.2. */
export function outcomeOfFileError(code: i32): i32 {
  return load<i8>(OUTCOMES + code);
}

/** A folder that the host offers to the program. */
export class Preopen {
  constructor(
    /** Its descriptor. */
    public descriptor: i32,
    /** Its name, as the program knows it. */
    readonly name: string,
  ) {}
}

/** Reads the `list<tuple<descriptor, string>>` at RESULT and frees it. */
export function takePreopens(): Preopen[] {
  const list = load<usize>(RESULT);
  const count = load<i32>(RESULT, 4);
  const preopens: Preopen[] = [];
  for (let i = 0, at = list; i < count; i++, at += 12)
    preopens.push(new Preopen(load<i32>(at), takeString(at + 4)));
  if (count > 0) heap.free(list);
  return preopens;
}
