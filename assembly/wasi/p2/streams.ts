/**
 * wasi:io/streams@0.2.0 and wasi:io/error@0.2.0.
 *
 * result<list<u8>, stream-error> of a read: +0 failed, +4 pointer, +8 bytes; failed: +4 which (0 failed, 1 closed), +8 error
 * result<u64, stream-error> of check-write and splice: +0 failed, +8 bytes; failed: +8 which, +12 error
 * result<_, stream-error> of a write: +0 failed; +4 which, +8 error
 *
 * Drop order: pollable, then stream, then socket, or the host traps. Dropping an output stream with bytes in flight blocks
 * the whole instance under wasmtime until the peer reads them.
 */
import { Block } from '../abi/blocks';
import { RESULT, prepareList, releaseList } from '../abi/memory';
import { CONNECTION_BROKEN, END_OF_STREAM, WOULD_BLOCK } from '../abi/outcomes';
import { Pollable } from './poll';

/** The handle of an `input-stream`: the reading side of a connection, or standard input. */
export type InputStream = i32;
/** The handle of an `output-stream`: the writing side of a connection, or standard output or error. */
export type OutputStream = i32;

/** Whether less than `writableBytes` returned may be granted a moment later. */
export const GRANTS_LAPSE: bool = false;

/** What `blocking-write-and-flush` takes at most. Source: its WIT text. */
const MAX_BLOCKING_WRITE_BYTES: i32 = 4096;


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


@external('wasi:io/streams@0.2.0', '[method]output-stream.splice')
declare function outputStreamSplice(
  self: OutputStream,
  source: InputStream,
  length: u64,
  result: usize,
): void;


@external('wasi:io/streams@0.2.0', '[method]output-stream.subscribe')
declare function outputStreamSubscribe(self: OutputStream): Pollable;


@external('wasi:io/streams@0.2.0', '[resource-drop]output-stream')
declare function outputStreamDrop(self: OutputStream): void;

// An error's reason, `network-error-code`, is unstable in WASI 0.2: no host supplies it without a flag.
@external('wasi:io/error@0.2.0', '[resource-drop]error')
declare function errorDrop(self: i32): void;

/** Reads the stream-error at `offset` of the result and drops its error. Returns `closed` or CONNECTION_BROKEN. */
function streamFailure(offset: usize, closed: i32): i32 {
  if (load<u8>(RESULT + offset) != 0) return closed;
  errorDrop(load<i32>(RESULT + offset, 4));
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

/** Like `readStream`, but blocks the whole instance until there is something to return. */
export function readStreamBlocking(stream: InputStream, buffer: StaticArray<u8>, limitBytes: i32): i32 {
  prepareList(changetype<usize>(buffer), limitBytes);
  inputStreamBlockingRead(stream, limitBytes, RESULT);
  return readResult();
}

/** Returns how many bytes one `writeStream` takes now; 0: none until the pollable is ready; or `CONNECTION_BROKEN`. */
export function writableBytes(stream: OutputStream): i32 {
  outputStreamCheckWrite(stream, RESULT);
  if (load<u8>(RESULT) != 0) return streamFailure(8, CONNECTION_BROKEN);
  return <i32>min<u64>(load<u64>(RESULT, 8), i32.MAX_VALUE);
}

/**
 * Writes `bytes` bytes of `buffer` from `offset` on; the host takes all of them.
 *
 * Traps if that is more than `writableBytes` granted, or if nothing was granted since the last write. Returns 0 or
 * `CONNECTION_BROKEN`.
 */
export function writeStream(stream: OutputStream, buffer: StaticArray<u8>, offset: i32, bytes: i32): i32 {
  return writeBlock(stream, changetype<usize>(buffer), offset, bytes);
}

/** Like `writeStream`, from `start` in a block. */
export function writeBlock(stream: OutputStream, block: Block, start: i32, bytes: i32): i32 {
  outputStreamWrite(stream, block + start, bytes, RESULT);
  return load<u8>(RESULT) == 0 ? 0 : streamFailure(4, CONNECTION_BROKEN);
}

/**
 * Moves at most `limitBytes` that have arrived at one stream to another, without waiting; they do not pass through the program's memory.
 * It uses up what `writableBytes` granted.
 *
 * Returns the bytes moved, WOULD_BLOCK (none has arrived, or none can be written now), or what else became of either stream: `END_OF_STREAM`
 * or `CONNECTION_BROKEN`.
 */
export function spliceStream(output: OutputStream, input: InputStream, limitBytes: i32): i32 {
  outputStreamSplice(output, input, limitBytes, RESULT);
  if (load<u8>(RESULT) != 0) return streamFailure(8, END_OF_STREAM);
  const bytes = load<i32>(RESULT, 8);
  return bytes == 0 ? WOULD_BLOCK : bytes;
}

/** Writes all bytes and blocks the whole instance until the host has them. Returns 0 or `CONNECTION_BROKEN`. */
export function writeStreamBlocking(stream: OutputStream, pointer: usize, bytes: i32): i32 {
  while (bytes > 0) {
    const part = min(bytes, MAX_BLOCKING_WRITE_BYTES);
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

/** Makes a pollable that is ready when a read has something to return. */
export function subscribeInput(stream: InputStream): Pollable {
  return inputStreamSubscribe(stream);
}

/** Makes a pollable that is ready when `writableBytes` is not 0. */
export function subscribeOutput(stream: OutputStream): Pollable {
  return outputStreamSubscribe(stream);
}

/** Drops the stream, after its pollables. */
export function dropInput(stream: InputStream): void {
  inputStreamDrop(stream);
}

/**
 * Gives up the bytes in flight, as far as the host allows. Returns whether the stream can be dropped now; false while bytes are in
 * flight, since the host would wait for them.
 */
export function abandonOutput(stream: OutputStream): bool {
  return writableBytes(stream) != 0;
}

/** Drops the stream, after its pollables, with nothing in flight. */
export function dropOutput(stream: OutputStream): void {
  outputStreamDrop(stream);
}
