/**
 * wasi:io/streams@0.2.0.
 *
 * result<list<u8>, stream-error> of a read: +0 failed, +4 pointer, +8 bytes; failed: +4 which (0 failed, 1 closed), +8 error
 * result<u64, stream-error> of check-write: +0 failed, +8 bytes granted; failed: +8 which, +12 error
 * result<_, stream-error> of a write: +0 failed; +4 which, +8 error
 *
 * Drop order: pollable, then stream, then socket, or the host traps. Dropping an output stream with bytes in flight blocks
 * the whole instance under wasmtime until the peer reads them.
 */
import { dropError } from './error';
import { RESULT, prepareList, releaseList } from './memory';
import { CONNECTION_BROKEN, END_OF_STREAM, WOULD_BLOCK } from './outcomes';
import { Pollable } from './poll';

/** The reading side of a connection, or standard input. */
export type InputStream = i32;
/** The writing side of a connection, or standard output or error. */
export type OutputStream = i32;

/** Whether a grant of `writableBytes` may be less by the time that it is used. */
export const GRANTS_LAPSE: bool = false;

/** What `blocking-write-and-flush` takes at most, in bytes. Source: its WIT text. */
const BLOCKING_WRITE_LIMIT_BYTES: i32 = 4096;


@external('wasi:io/streams@0.2.0', '[method]input-stream.read')
declare function inputStreamRead(self: InputStream, length: u64, result: usize): void;


@external('wasi:io/streams@0.2.0', '[method]input-stream.blocking-read')
declare function inputStreamBlockingRead(self: InputStream, length: u64, result: usize): void;


@external('wasi:io/streams@0.2.0', '[method]input-stream.subscribe')
declare function inputStreamSubscribe(self: InputStream): Pollable;


@external('wasi:io/streams@0.2.0', '[resource-drop]input-stream')
declare function inputStreamDrop(self: InputStream): void;


@external('wasi:io/streams@0.2.0', '[method]output-stream.check-write')
declare function outputStreamCheckWrite(self: OutputStream, result: usize): void;


@external('wasi:io/streams@0.2.0', '[method]output-stream.write')
declare function outputStreamWrite(self: OutputStream, pointer: usize, bytes: i32, result: usize): void;


@external('wasi:io/streams@0.2.0', '[method]output-stream.blocking-write-and-flush')
declare function outputStreamBlockingWrite(
  self: OutputStream,
  pointer: usize,
  bytes: i32,
  result: usize,
): void;


@external('wasi:io/streams@0.2.0', '[method]output-stream.subscribe')
declare function outputStreamSubscribe(self: OutputStream): Pollable;


@external('wasi:io/streams@0.2.0', '[resource-drop]output-stream')
declare function outputStreamDrop(self: OutputStream): void;

/** Takes the stream-error at `offset` of the result: the error resource goes back, the outcome stays. */
function streamFailure(offset: usize, closed: i32): i32 {
  if (load<u8>(RESULT + offset) != 0) return closed;
  dropError(load<i32>(RESULT + offset, 4));
  return CONNECTION_BROKEN;
}

function readResult(): i32 {
  releaseList();
  if (load<u8>(RESULT) != 0) return streamFailure(4, END_OF_STREAM);
  const bytes = load<i32>(RESULT, 8);
  return bytes == 0 ? WOULD_BLOCK : bytes;
}

/**
 * Reads at most `limitBytes` (up to the buffer's length) to the start of `buffer`, without waiting.
 *
 * Returns the bytes read, `END_OF_STREAM`, `WOULD_BLOCK` or `CONNECTION_BROKEN`.
 */
export function readStream(stream: InputStream, buffer: StaticArray<u8>, limitBytes: i32): i32 {
  prepareList(changetype<usize>(buffer), limitBytes);
  inputStreamRead(stream, limitBytes, RESULT);
  return readResult();
}

/** Like `readStream`, but the whole instance waits until there is something to return. */
export function readStreamBlocking(stream: InputStream, buffer: StaticArray<u8>, limitBytes: i32): i32 {
  prepareList(changetype<usize>(buffer), limitBytes);
  inputStreamBlockingRead(stream, limitBytes, RESULT);
  return readResult();
}

/** Returns the bytes that one `writeStream` may take now; 0: nothing before the pollable is ready; or `CONNECTION_BROKEN`. */
export function writableBytes(stream: OutputStream): i32 {
  outputStreamCheckWrite(stream, RESULT);
  if (load<u8>(RESULT) != 0) return streamFailure(8, CONNECTION_BROKEN);
  return <i32>min<u64>(load<u64>(RESULT, 8), i32.MAX_VALUE);
}

/**
 * Writes `bytes` bytes of `buffer` from `offset`: the host takes all of them.
 *
 * Traps when that is more than `writableBytes` granted, or when nothing was granted since the last write. Returns 0 or
 * `CONNECTION_BROKEN`.
 */
export function writeStream(stream: OutputStream, buffer: StaticArray<u8>, offset: i32, bytes: i32): i32 {
  return writeMemory(stream, changetype<usize>(buffer) + offset, bytes);
}

/** Like `writeStream`, from a place in memory: for the seam alone. */
export function writeMemory(stream: OutputStream, pointer: usize, bytes: i32): i32 {
  outputStreamWrite(stream, pointer, bytes, RESULT);
  return load<u8>(RESULT) == 0 ? 0 : streamFailure(4, CONNECTION_BROKEN);
}

/** Writes all of it, waiting as long as that takes: the whole instance stands still. Returns 0 or `CONNECTION_BROKEN`. */
export function writeStreamBlocking(stream: OutputStream, pointer: usize, bytes: i32): i32 {
  while (bytes > 0) {
    const part = min(bytes, BLOCKING_WRITE_LIMIT_BYTES);
    outputStreamBlockingWrite(stream, pointer, part, RESULT);
    if (load<u8>(RESULT) != 0) return streamFailure(4, CONNECTION_BROKEN);
    pointer += part;
    bytes -= part;
  }
  return 0;
}

/** Like `writeStreamBlocking`, from the start of `buffer`. */
export function writeBufferBlocking(stream: OutputStream, buffer: StaticArray<u8>, bytes: i32): i32 {
  return writeStreamBlocking(stream, changetype<usize>(buffer), bytes);
}

/** Gives a pollable that is ready when a read has something to return. */
export function subscribeInput(stream: InputStream): Pollable {
  return inputStreamSubscribe(stream);
}

/** Gives a pollable that is ready when `writableBytes` is not 0. */
export function subscribeOutput(stream: OutputStream): Pollable {
  return outputStreamSubscribe(stream);
}

/** Gives the stream back; its pollables went before. */
export function dropInput(stream: InputStream): void {
  inputStreamDrop(stream);
}

/**
 * Gives up what is on its way, as far as the host lets go of it. Returns whether the stream can be dropped now: false as long as
 * something is, which the host would wait for.
 */
export function abandonOutput(stream: OutputStream): bool {
  return writableBytes(stream) != 0;
}

/** Gives the stream back; its pollables went before and nothing is in flight. */
export function dropOutput(stream: OutputStream): void {
  outputStreamDrop(stream);
}
