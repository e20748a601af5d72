/**
 * wasi:filesystem/types@0.3.0 and preopens@0.3.0, with the API of WASI 0.2's.
 *
 * result<descriptor, error-code>: +0 failed, +4 descriptor or error-code.
 * result<descriptor-stat, error-code>, 112 bytes: +0 failed, +8 stat or error-code.
 * error-code: +0 case; `other` has an option<string>: +4 present, +8 pointer. So has `other` of a stat's type.
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
import { RESULT } from '../abi/memory';
import { NOT_SUPPORTED } from '../abi/outcomes';
import { encodeStrictly } from '../abi/text';
import { Source } from './async/source';
import { BLOCKED, COUNT_SHIFT, disown, own, waitFor } from './async/waitables';
import { OutputStream } from './streams';

/** An open file or folder: the pointer of an `OpenFile`; negative: an outcome. */
export type Descriptor = i32;

/** `descriptor-type`: the cases that are told apart. */
const DIRECTORY: u8 = 2;
const REGULAR_FILE: u8 = 5;
const OTHER_TYPE: u8 = 7;
/** `error-code`: the last case. */
const OTHER_ERROR: u8 = 37;
/** Where the host stores a `result<descriptor-stat, error-code>`. */
const STAT: usize = memory.data(112, 8);
/** Where the host stores a `result<_, error-code>` while others may use RESULT. */
const REASON: usize = memory.data(20, 4);


@external('wasi:filesystem/preopens@0.3.0', 'get-directories')
declare function getDirectories(result: usize): void;


@external('wasi:filesystem/types@0.3.0', '[method]descriptor.open-at')
declare function openAtImport(
  self: i32,
  pathFlags: i32,
  pointer: usize,
  bytes: i32,
  openFlags: i32,
  flags: i32,
  result: usize,
): void;


@external('wasi:filesystem/types@0.3.0', '[method]descriptor.stat')
declare function statImport(self: i32, result: usize): void;


@external('wasi:filesystem/types@0.3.0', '[method]descriptor.stat-at')
declare function statAtImport(self: i32, pathFlags: i32, pointer: usize, bytes: i32, result: usize): void;

// read-via-stream: func(offset) -> tuple<stream<u8>, future<result<_, error-code>>>; result: +0 stream, +4 future
@external('wasi:filesystem/types@0.3.0', '[method]descriptor.read-via-stream')
declare function readViaStream(self: i32, offset: u64, result: usize): void;


@external('wasi:filesystem/types@0.3.0', '[async-lower][stream-read-0][method]descriptor.read-via-stream')
declare function streamRead(stream: i32, pointer: usize, bytes: i32): i32;


@external('wasi:filesystem/types@0.3.0', '[stream-drop-readable-0][method]descriptor.read-via-stream')
declare function streamDropReadable(stream: i32): void;


@external('wasi:filesystem/types@0.3.0', '[async-lower][future-read-1][method]descriptor.read-via-stream')
declare function futureRead(future: i32, result: usize): i32;


@external('wasi:filesystem/types@0.3.0', '[future-drop-readable-1][method]descriptor.read-via-stream')
declare function futureDropReadable(future: i32): void;


@external('wasi:filesystem/types@0.3.0', '[resource-drop]descriptor')
declare function dropImport(self: i32): void;

/** An open file or folder, and the stream by which it is read on. */
@unmanaged
class OpenFile extends Source {
  /** The readable end; 0: nothing is read. */
  stream: i32 = 0;
  /** What will tell how reading ended. */
  future: i32 = 0;
  /** The offset in the file from which the stream goes on. */
  at: i64 = 0;
  /** The code of the operation that was pending. */
  code: i32 = 0;

  /** `handle`: the `descriptor`. */
  constructor(public handle: i32) {
    super(begin, finish);
  }

  start(offset: i64): void {
    readViaStream(this.handle, offset, RESULT);
    this.stream = load<i32>(RESULT);
    this.future = load<i32>(RESULT, 4);
    this.at = offset;
  }

  /** Returns the code of an operation, given what it returned at once; the whole instance is blocked until it has ended. */
  wait(waitable: i32, code: i32): i32 {
    if (code != BLOCKED) return code;
    own(waitable, this);
    this.isPending = true;
    this.isReady = false;
    waitFor(this);
    disown(waitable);
    return this.code;
  }

  end(): void {
    if (this.stream == 0) return;
    streamDropReadable(this.stream);
    futureDropReadable(this.future);
    this.stream = 0;
  }
}

/** An operation is under way when it is waited for. */
function begin(source: Source): void {}

function finish(source: Source, waitable: i32, code: i32): void {
  source.isPending = false;
  changetype<OpenFile>(source).code = code;
  source.becomeReady();
}

function fileOf(descriptor: Descriptor): OpenFile {
  return changetype<OpenFile>(<usize>descriptor);
}

/** Returns the outcome of the error-code at `at`; frees the text of `other`. */
function failureAt(at: usize): i32 {
  const code = load<u8>(at);
  if (code == OTHER_ERROR && load<u8>(at, 4) != 0) heap.free(load<usize>(at, 8));
  return outcomeOfFileError(code == 0 ? 0 : code + 1); // WASI 0.2 has one more, after the first
}

/** Returns the folders that the host offers. Each call returns new descriptors. */
export function getPreopens(): Preopen[] {
  getDirectories(RESULT);
  const preopens = takePreopens();
  for (let i = 0; i < preopens.length; i++)
    preopens[i].descriptor = <Descriptor>changetype<usize>(new OpenFile(preopens[i].descriptor));
  return preopens;
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
    fileOf(folder).handle,
    SYMLINK_FOLLOW,
    changetype<usize>(utf8),
    utf8.byteLength,
    isFolder ? OPEN_DIRECTORY : OPEN_ANY,
    DESCRIPTOR_READ,
    RESULT,
  );
  if (load<u8>(RESULT) != 0) return failureAt(RESULT + 4);
  return <Descriptor>changetype<usize>(new OpenFile(load<i32>(RESULT, 4)));
}

/** Tells what is known of an open file or folder. Returns 0 or a failure. */
export function statFile(file: Descriptor, into: FileStat): i32 {
  statImport(fileOf(file).handle, STAT);
  return statResult(into);
}

/** Like `statFile`, for what is at a path below `folder`, which is not opened. Fails as `openAt`. */
export function statAt(folder: Descriptor, path: string, into: FileStat): i32 {
  const utf8 = encodeStrictly(path);
  statAtImport(fileOf(folder).handle, SYMLINK_FOLLOW, changetype<usize>(utf8), utf8.byteLength, STAT);
  return statResult(into);
}

function statResult(into: FileStat): i32 {
  if (load<u8>(STAT) != 0) return failureAt(STAT + 8);
  const type = load<u8>(STAT, 8);
  if (type == OTHER_TYPE && load<u8>(STAT, 12) != 0) heap.free(load<usize>(STAT, 16));
  into.isFolder = type == DIRECTORY;
  into.isFile = type == REGULAR_FILE;
  loadSizeAndTime(STAT + 32, into);
  return 0;
}

/**
 * Reads at most `limitBytes` from `offset` in the file on to `start` in the buffer; they must lie within it.
 *
 * Returns the bytes read, which may be fewer, 0 at the end, or a failure (of a folder: IS_DIRECTORY). Reads that follow each other
 * share a stream.
 */
export function readFile(
  descriptor: Descriptor,
  offset: i64,
  buffer: StaticArray<u8>,
  start: i32,
  limitBytes: i32,
): i32 {
  const file = fileOf(descriptor);
  if (file.at != offset) file.end();
  if (file.stream == 0) file.start(offset);
  const code = streamRead(file.stream, changetype<usize>(buffer) + start, limitBytes);
  const bytes = file.wait(file.stream, code) >>> COUNT_SHIFT;
  file.at += bytes;
  if (bytes > 0) return bytes;
  file.wait(file.future, futureRead(file.future, REASON));
  const outcome = load<u8>(REASON) == 0 ? 0 : failureAt(REASON + 4);
  file.end();
  return outcome;
}

/** Whether `spliceFile` is worth a try: a stream of WASI 0.3 passes through the program's memory. */
export const SPLICES_FILES: bool = false;

/** Has no effect; see `SPLICES_FILES`. */
export function spliceFile(output: OutputStream, file: Descriptor, offset: i64, limitBytes: i32): i32 {
  return NOT_SUPPORTED;
}

/** Closes a file or folder. */
export function closeFile(file: Descriptor): void {
  fileOf(file).end();
  dropImport(fileOf(file).handle);
  heap.free(<usize>file);
}
