/**
 * wasi:filesystem/types@0.2.0 and preopens@0.2.0.
 *
 * result<descriptor, error-code>, result<input-stream, error-code>: +0 failed, +4 handle or code.
 * result<tuple<list<u8>, bool>, error-code>: +0 failed, +4 pointer or code, +8 bytes, +12 whether the end was reached.
 * result<descriptor-stat, error-code>, 104 bytes: +0 failed, +8 stat or code.
 */
import {
  DESCRIPTOR_READ,
  FileStat,
  OPEN_ANY,
  OPEN_DIRECTORY,
  Preopen,
  SYMLINK_FOLLOW,
  loadSizeAndTime,
  outcomeOfFileError,
  takePreopens,
} from '../abi/files';
import { RESULT, prepareList, releaseList } from '../abi/memory';
import { encodeStrictly } from '../abi/text';
import { OutputStream, dropInput, spliceStream } from './streams';

/** The handle of a `descriptor`: an open file or folder; negative: an outcome. */
export type Descriptor = i32;

/** `descriptor-type`: the cases that are told apart. */
const DIRECTORY: u8 = 3;
const REGULAR_FILE: u8 = 6;
/** Where the host stores a `result<descriptor-stat, error-code>`. */
const STAT: usize = memory.data(104, 8);


@external('wasi:filesystem/preopens@0.2.0', 'get-directories')
declare function getDirectories(result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.open-at')
declare function openAtImport(
  self: Descriptor,
  pathFlags: i32,
  pointer: usize,
  bytes: i32,
  openFlags: i32,
  flags: i32,
  result: usize,
): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.stat')
declare function statImport(self: Descriptor, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.stat-at')
declare function statAtImport(
  self: Descriptor,
  pathFlags: i32,
  pointer: usize,
  bytes: i32,
  result: usize,
): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.read')
declare function readImport(self: Descriptor, length: u64, offset: u64, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.read-via-stream')
declare function readViaStreamImport(self: Descriptor, offset: u64, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[resource-drop]descriptor')
declare function dropImport(self: Descriptor): void;

/** Returns the folders that the host offers. Each call returns new handles. */
export function getPreopens(): Preopen[] {
  getDirectories(RESULT);
  return takePreopens();
}

/**
 * Opens a file or folder for reading, by its path below `folder`; symbolic links are followed as long as they stay below it.
 *
 * Returns it, or NOT_FOUND, NOT_PERMITTED (also: the path leads out of the folder), ACCESS_DENIED, NOT_DIRECTORY, LINK_LOOP,
 * NAME_TOO_LONG or another failure.
 */
export function openAt(folder: Descriptor, path: string, isFolder: bool): Descriptor {
  const utf8 = encodeStrictly(path);
  openAtImport(
    folder,
    SYMLINK_FOLLOW,
    changetype<usize>(utf8),
    utf8.byteLength,
    isFolder ? OPEN_DIRECTORY : OPEN_ANY,
    DESCRIPTOR_READ,
    RESULT,
  );
  return load<u8>(RESULT) == 0 ? load<i32>(RESULT, 4) : outcomeOfFileError(load<u8>(RESULT, 4));
}

/** Tells what is known of an open file or folder. Returns 0 or a failure. */
export function statFile(file: Descriptor, into: FileStat): i32 {
  statImport(file, STAT);
  return statResult(into);
}

/** Like `statFile`, for what is at a path below `folder`, which is not opened. Fails as `openAt`. */
export function statAt(folder: Descriptor, path: string, into: FileStat): i32 {
  const utf8 = encodeStrictly(path);
  statAtImport(folder, SYMLINK_FOLLOW, changetype<usize>(utf8), utf8.byteLength, STAT);
  return statResult(into);
}

function statResult(into: FileStat): i32 {
  const which = load<u8>(STAT, 8); // the type or the code
  if (load<u8>(STAT) != 0) return outcomeOfFileError(which);
  into.isFolder = which == DIRECTORY;
  into.isFile = which == REGULAR_FILE;
  loadSizeAndTime(STAT + 24, into);
  return 0;
}

/**
 * Reads at most `limitBytes` from `offset` in the file on to `start` in the buffer; they must lie within it.
 *
 * Returns the bytes read, which may be fewer, 0 at the end, or a failure (of a folder: IS_DIRECTORY).
 */
export function readFile(
  file: Descriptor,
  offset: i64,
  buffer: StaticArray<u8>,
  start: i32,
  limitBytes: i32,
): i32 {
  prepareList(changetype<usize>(buffer) + start, limitBytes);
  readImport(file, limitBytes, offset, RESULT);
  releaseList();
  return load<u8>(RESULT) == 0 ? load<i32>(RESULT, 8) : outcomeOfFileError(load<u8>(RESULT, 4));
}

/** Whether `spliceFile` is worth a try. */
export const SPLICES_FILES: bool = true;

/**
 * Writes at most `limitBytes` of a file from `offset` on to a stream, past the program's memory, without waiting. It uses up what
 * `writableBytes` granted. Returns as `spliceStream`, or why the file can't be read.
 */
export function spliceFile(output: OutputStream, file: Descriptor, offset: i64, limitBytes: i32): i32 {
  readViaStreamImport(file, offset, RESULT);
  if (load<u8>(RESULT) != 0) return outcomeOfFileError(load<u8>(RESULT, 4));
  const input = load<i32>(RESULT, 4);
  const bytes = spliceStream(output, input, limitBytes);
  dropInput(input);
  return bytes;
}

/** Closes a file or folder. */
export function closeFile(file: Descriptor): void {
  dropImport(file);
}
