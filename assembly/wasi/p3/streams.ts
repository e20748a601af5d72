/** The API of WASI 0.2's wasi:io/streams on WASI 0.3's `stream<u8>`. */
import { Block } from '../abi/blocks';
import { CONNECTION_BROKEN, WOULD_BLOCK } from '../abi/outcomes';
import { MAX_BYTES, MIN_READ_BYTES, WRITE_BUDGET, allowBytes } from './async/buffers';
import { Reader, closeReader } from './async/reader';
import { pollEvents, waitFor } from './async/waitables';
import { Writer, abandon, endStream, openWriter, write } from './async/writer';
import { Pollable } from './poll';

export { readableEnd } from './async/writer';

/** The reading side of a connection, or standard input: the pointer of a `Reader`. */
export type InputStream = i32;

/** The writing side of a connection, or standard output or error: the pointer of a `Writer`. */
export type OutputStream = i32;

/** Whether less than `writableBytes` returned may be granted a moment later: other streams may take the memory. */
export const GRANTS_LAPSE: bool = true;

function readerOf(stream: InputStream): Reader {
  return changetype<Reader>(<usize>stream);
}

/** Copies at most `limitBytes` of the bytes that have arrived. */
function take(reader: Reader, buffer: StaticArray<u8>, limitBytes: i32): i32 {
  if (reader.available == 0) return reader.outcome;
  const bytes = min(limitBytes, reader.available);
  if (bytes == 0) return WOULD_BLOCK;
  memory.copy(changetype<usize>(buffer), reader.buffer + reader.at, bytes);
  haveTaken(reader, bytes);
  return bytes;
}

/** Takes note that bytes were taken; the next read asks for about as many as have arrived. */
function haveTaken(reader: Reader, bytes: i32): void {
  reader.at += bytes;
  reader.available -= bytes;
  if (reader.available == 0) {
    reader.isReady = false;
    const isFull = reader.at == reader.bufferBytes;
    if (isFull) reader.likelyBytes = min(reader.at << 1, MAX_BYTES);
    else if (reader.at < reader.likelyBytes >> 2 && !reader.wasFull)
      reader.likelyBytes = max(reader.likelyBytes >> 1, MIN_READ_BYTES);
    reader.wasFull = isFull;
  }
}

/** Begins to read if nothing is under way. Returns whether there is something to take. */
function look(reader: Reader): bool {
  if (reader.isPending) pollEvents();
  else reader.begin();
  return reader.isReady;
}

/** Makes the reading side of a readable end and the future with the result of its stream (0: none). */
export function openInput(stream: i32, future: i32): InputStream {
  return <InputStream>changetype<usize>(new Reader(stream, future));
}

/**
 * Reads at most `limitBytes` (up to the buffer's length) to the start of `buffer`, without waiting.
 *
 * Returns the bytes read, `END_OF_STREAM`, `WOULD_BLOCK` or a failure.
 */
export function readStream(stream: InputStream, buffer: StaticArray<u8>, limitBytes: i32): i32 {
  const reader = readerOf(stream);
  return look(reader) ? take(reader, buffer, limitBytes) : WOULD_BLOCK;
}

/** Like `readStream`, but blocks the whole instance until there is something to return. */
export function readStreamBlocking(stream: InputStream, buffer: StaticArray<u8>, limitBytes: i32): i32 {
  waitFor(readerOf(stream));
  return take(readerOf(stream), buffer, limitBytes);
}

/** Returns a pollable that is ready when a read has something to return. */
export function subscribeInput(stream: InputStream): Pollable {
  return stream;
}

/** Ends reading; bytes that have arrived are lost. */
export function endInput(stream: InputStream): void {
  const reader = readerOf(stream);
  closeReader(reader);
  reader.available = 0;
  reader.becomeReady();
}

/** Drops the stream. */
export function dropInput(stream: InputStream): void {
  const reader = readerOf(stream);
  closeReader(reader);
  reader.endWatch();
  heap.free(changetype<usize>(reader));
}

function writerOf(stream: OutputStream): Writer {
  return changetype<Writer>(<usize>stream);
}

/** Makes a stream; its readable end is in `readableEnd`. */
export function openOutput(): OutputStream {
  return <OutputStream>changetype<usize>(openWriter());
}

/** Returns how many bytes one `writeStream` takes now; 0: none until the pollable is ready; or `CONNECTION_BROKEN`. */
export function writableBytes(stream: OutputStream): i32 {
  const writer = writerOf(stream);
  if (!writer.isReady) return 0;
  return writer.isBroken ? CONNECTION_BROKEN : allowBytes(WRITE_BUDGET, MAX_BYTES);
}

/** Writes `bytes` bytes of `buffer` from `offset` on, all of them. Returns 0 or `CONNECTION_BROKEN`. */
export function writeStream(stream: OutputStream, buffer: StaticArray<u8>, offset: i32, bytes: i32): i32 {
  return write(writerOf(stream), changetype<usize>(buffer) + offset, bytes);
}

/** Like `writeStream`, from `start` in a block. */
export function writeBlock(stream: OutputStream, block: Block, start: i32, bytes: i32): i32 {
  return write(writerOf(stream), block + start, bytes);
}

/**
 * Writes at most `limitBytes` that have arrived at one stream to another, from where they have arrived, without waiting.
 *
 * Returns the bytes moved, WOULD_BLOCK (none has arrived, or none can be written now), or what else became of either stream:
 * `END_OF_STREAM` or a failure.
 */
export function spliceStream(output: OutputStream, input: InputStream, limitBytes: i32): i32 {
  const reader = readerOf(input);
  if (!look(reader)) return WOULD_BLOCK;
  if (reader.available == 0) return reader.outcome;
  const bytes = min(min(limitBytes, reader.available), writableBytes(output));
  if (bytes <= 0) return bytes == 0 ? WOULD_BLOCK : bytes;
  const failed = write(writerOf(output), reader.buffer + reader.at, bytes);
  haveTaken(reader, bytes);
  return failed != 0 ? failed : bytes;
}

/** Writes all bytes and blocks the whole instance until the host has them. Returns 0 or `CONNECTION_BROKEN`. */
export function writeStreamBlocking(stream: OutputStream, pointer: usize, bytes: i32): i32 {
  const writer = writerOf(stream);
  while (bytes > 0) {
    waitFor(writer);
    if (writer.isBroken) return CONNECTION_BROKEN;
    const part = min(bytes, MAX_BYTES);
    write(writer, pointer, part);
    pointer += part;
    bytes -= part;
  }
  waitFor(writer);
  return writer.isBroken ? CONNECTION_BROKEN : 0;
}

/** Like `writeStreamBlocking`, from the start of `buffer`. */
export function writeBufferBlocking(stream: OutputStream, buffer: StaticArray<u8>, bytes: i32): i32 {
  return writeStreamBlocking(stream, changetype<usize>(buffer), bytes);
}

/** Returns a pollable that is ready when `writableBytes` is not 0. */
export function subscribeOutput(stream: OutputStream): Pollable {
  return stream;
}

/** Ends the stream after the bytes in flight; the peer then sees the end. */
export function endOutput(stream: OutputStream): void {
  const writer = writerOf(stream);
  if (writer.isEnding) return;
  writer.isEnding = true;
  if (!writer.isPending) endStream(writer);
}

/** Gives up the bytes that the host has not taken. Returns whether the stream can be dropped now: always. */
export function abandonOutput(stream: OutputStream): bool {
  abandon(writerOf(stream));
  return true;
}

/** Drops the stream; the bytes in flight still leave. */
export function dropOutput(stream: OutputStream): void {
  const writer = writerOf(stream);
  writer.endWatch();
  endOutput(stream);
  writer.isDropped = true;
  if (!writer.isPending) heap.free(changetype<usize>(writer));
}
