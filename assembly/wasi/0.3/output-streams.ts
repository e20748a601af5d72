/** What `wasi:io/streams` of WASI 0.2 offers for writing, on the streams of WASI 0.3. */
import { MOST_BYTES, WRITE_BUDGET, allowBytes } from './buffers';
import { CONNECTION_BROKEN } from './outcomes';
import { Pollable } from './poll';
import { waitFor } from './waitables';
import { Writer, abandon, endStream, openWriter, write } from './writer';

export { readableEnd } from './writer';

/** The writing side of a connection, or standard output or error: the pointer of a `Writer`. */
export type OutputStream = i32;

/** A grant of `writableBytes` does not hold: others may take the memory meanwhile. Ask right before writing. */
export const GRANTS_LAPSE: bool = true;

function writerOf(stream: OutputStream): Writer {
  return changetype<Writer>(<usize>stream);
}

/** Makes a stream to write to; its other end is in `readableEnd`. */
export function openOutput(): OutputStream {
  return <OutputStream>changetype<usize>(openWriter());
}

/** Returns the bytes that one `writeStream` may take now; 0: nothing before the pollable is ready; or `CONNECTION_BROKEN`. */
export function writableBytes(stream: OutputStream): i32 {
  const writer = writerOf(stream);
  if (!writer.isReady) return 0;
  return writer.isBroken ? CONNECTION_BROKEN : allowBytes(WRITE_BUDGET, MOST_BYTES);
}

/** Writes `bytes` bytes of `buffer` from `offset`: all of them are taken. Returns 0 or `CONNECTION_BROKEN`. */
export function writeStream(stream: OutputStream, buffer: StaticArray<u8>, offset: i32, bytes: i32): i32 {
  return write(writerOf(stream), changetype<usize>(buffer) + offset, bytes);
}

/** Like `writeStream`, from a place in memory: for the seam alone. */
export function writeMemory(stream: OutputStream, pointer: usize, bytes: i32): i32 {
  return write(writerOf(stream), pointer, bytes);
}

/** Writes all of it, waiting as long as that takes: the whole instance stands still. Returns 0 or `CONNECTION_BROKEN`. */
export function writeStreamBlocking(stream: OutputStream, pointer: usize, bytes: i32): i32 {
  const writer = writerOf(stream);
  while (bytes > 0) {
    waitFor(writer);
    if (writer.isBroken) return CONNECTION_BROKEN;
    const part = min(bytes, MOST_BYTES);
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

/** Gives a pollable that is ready when `writableBytes` is not 0. */
export function subscribeOutput(stream: OutputStream): Pollable {
  return stream;
}

/** Ends the stream, once what was written has left: then the peer sees the end. */
export function endOutput(stream: OutputStream): void {
  const writer = writerOf(stream);
  if (writer.isEnding) return;
  writer.isEnding = true;
  if (!writer.isPending) endStream(writer);
}

/** Gives up what is on its way, as far as the host has not taken it. Returns whether the stream can be dropped now: always. */
export function abandonOutput(stream: OutputStream): bool {
  abandon(writerOf(stream));
  return true;
}

/** Gives the stream back; what was written still leaves. */
export function dropOutput(stream: OutputStream): void {
  const writer = writerOf(stream);
  writer.endWatch();
  endOutput(stream);
  writer.isDropped = true;
  if (!writer.isPending) heap.free(changetype<usize>(writer));
}
