/** Calls of wasi:filesystem that the guests share. The folder is that of ../../offered-folder.ts. */
import * as files from './imports/filesystem';
import { RESULT, handle } from './results';

/** `error-code` of wasi:filesystem/types, in the order of its WIT text; OK is none of them. */
export const OK: i32 = -1;
export const BAD_DESCRIPTOR: i32 = 3;
export const INVALID: i32 = 12;
export const IO: i32 = 13;
export const IS_DIRECTORY: i32 = 14;
export const LOOP: i32 = 15;
export const NAME_TOO_LONG: i32 = 18;
export const NO_ENTRY: i32 = 20;
export const NOT_DIRECTORY: i32 = 24;
export const NOT_PERMITTED: i32 = 31;

/** `descriptor-type`. */
export const DIRECTORY: i32 = 3;
export const FIFO: i32 = 4;
export const SYMBOLIC_LINK: i32 = 5;
export const REGULAR_FILE: i32 = 6;

/** `path-flags`. */
export const FOLLOW: i32 = 1;
/** `open-flags`. */
export const CREATE: i32 = 1;
export const OPEN_DIRECTORY: i32 = 2;
export const EXCLUSIVE: i32 = 4;
export const TRUNCATE: i32 = 8;
/** `descriptor-flags`. */
export const READ: i32 = 1;
export const WRITE: i32 = 2;
export const MUTATE_DIRECTORY: i32 = 32;

/** Where a result<descriptor-stat, error-code> is stored. */
export const STAT: usize = memory.data(104, 8);

/** A text in UTF-8, for the host. */
export class Text {
  private utf8: ArrayBuffer;
  at: usize;
  bytes: i32;

  constructor(text: string) {
    this.utf8 = String.UTF8.encode(text);
    this.at = changetype<usize>(this.utf8);
    this.bytes = this.utf8.byteLength;
  }
}

/** The folder that is offered. */
export function root(): i32 {
  files.getDirectories(RESULT);
  return load<i32>(load<usize>(RESULT));
}

/** Opens a path; the code, and the descriptor is `handle()`. */
export function openCode(
  folder: i32,
  path: string,
  pathFlags: i32 = FOLLOW,
  openFlags: i32 = 0,
  flags: i32 = READ,
): i32 {
  const text = new Text(path);
  files.openAt(folder, pathFlags, text.at, text.bytes, openFlags, flags, RESULT);
  return load<u8>(RESULT) == 0 ? OK : <i32>load<u8>(RESULT, 4);
}

/** Opens what can be opened. */
export function open(folder: i32, path: string): i32 {
  assert(openCode(folder, path) == OK);
  return handle();
}

/** Opens a path and closes it again; the code. */
export function tryOpen(folder: i32, path: string, pathFlags: i32 = FOLLOW, openFlags: i32 = 0): i32 {
  const code = openCode(folder, path, pathFlags, openFlags);
  if (code == OK) files.dropDescriptor(handle());
  return code;
}

/** Looks at a path; the code, and the rest is at STAT. */
export function statCode(folder: i32, path: string, pathFlags: i32 = FOLLOW): i32 {
  const text = new Text(path);
  files.statAt(folder, pathFlags, text.at, text.bytes, STAT);
  return load<u8>(STAT) == 0 ? OK : <i32>load<u8>(STAT, 8);
}

/** Reads from a descriptor; the code. */
export function readCode(file: i32, length: u64, offset: u64): i32 {
  files.readFile(file, length, offset, RESULT);
  return load<u8>(RESULT) == 0 ? OK : <i32>load<u8>(RESULT, 4);
}

/** The text that the last read gave. */
export function readText(): string {
  return String.UTF8.decodeUnsafe(load<usize>(RESULT, 4), load<i32>(RESULT, 8));
}
