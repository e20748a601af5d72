/** What `wasi:io/streams` of WASI 0.2 offers for reading, on the streams of WASI 0.3. */
import { LEAST_READ_BYTES, MOST_BYTES } from './buffers';
import { WOULD_BLOCK } from './outcomes';
import { Pollable } from './poll';
import { Reader, giveUp } from './reader';
import { lookForEvents, waitFor } from './waitables';

/** The reading side of a connection, or standard input: the pointer of a `Reader`. */
export type InputStream = i32;

function readerOf(stream: InputStream): Reader {
  return changetype<Reader>(<usize>stream);
}

/** Takes at most `limitBytes` of what is there. */
function take(reader: Reader, buffer: StaticArray<u8>, limitBytes: i32): i32 {
  if (reader.available == 0) return reader.outcome;
  const bytes = min(limitBytes, reader.available);
  if (bytes == 0) return WOULD_BLOCK;
  memory.copy(changetype<usize>(buffer), reader.buffer + reader.at, bytes);
  reader.at += bytes;
  reader.available -= bytes;
  if (reader.available == 0) {
    reader.isReady = false;
    if (reader.at == reader.bufferBytes) reader.likelyBytes = min(reader.at << 1, MOST_BYTES);
    else if (reader.at < reader.likelyBytes >> 2)
      reader.likelyBytes = max(reader.likelyBytes >> 1, LEAST_READ_BYTES);
  }
  return bytes;
}

/** Makes the reading side of a stream's readable end and of the future that tells how it ended (0: there is none). */
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
  if (reader.isPending) lookForEvents();
  else reader.begin();
  return reader.isReady ? take(reader, buffer, limitBytes) : WOULD_BLOCK;
}

/** Like `readStream`, but the whole instance waits until there is something to return. */
export function readStreamBlocking(stream: InputStream, buffer: StaticArray<u8>, limitBytes: i32): i32 {
  waitFor(readerOf(stream));
  return take(readerOf(stream), buffer, limitBytes);
}

/** Gives a pollable that is ready when a read has something to return. */
export function subscribeInput(stream: InputStream): Pollable {
  return stream;
}

/** Ends reading: nothing more arrives, and what has arrived is lost. */
export function endInput(stream: InputStream): void {
  const reader = readerOf(stream);
  giveUp(reader);
  reader.available = 0;
  reader.becomeReady();
}

/** Gives the stream back. */
export function dropInput(stream: InputStream): void {
  const reader = readerOf(stream);
  giveUp(reader);
  reader.endWatch();
  heap.free(changetype<usize>(reader));
}
