/** Writing a `stream<u8>`. Bytes that the host does not take at once are kept until it does. */
import { CONNECTION_BROKEN } from '../../abi/outcomes';
import { WRITE_BUDGET, giveBytes, takeBytes } from './buffers';
import { Source } from './source';
import { BLOCKED, CODE_MASK, COUNT_SHIFT, DROPPED, disown, own } from './waitables';


@external('wasi:sockets/types@0.3.0', '[stream-new-0][method]tcp-socket.send')
declare function streamNew(): i64;


@external('wasi:sockets/types@0.3.0', '[async-lower][stream-write-0][method]tcp-socket.send')
declare function streamWrite(stream: i32, pointer: usize, bytes: i32): i32;


@external('wasi:sockets/types@0.3.0', '[stream-cancel-write-0][method]tcp-socket.send')
declare function streamCancelWrite(stream: i32): i32;


@external('wasi:sockets/types@0.3.0', '[stream-drop-writable-0][method]tcp-socket.send')
declare function streamDropWritable(stream: i32): void;

/** The writable end of a stream, with the bytes in flight. */
@unmanaged
export class Writer extends Source {
  stream: i32 = 0;
  /** The buffer of the bytes in flight. */
  rest: usize = 0;
  restCapacity: i32 = 0;
  /** Where in it the bytes in flight start. */
  at: i32 = 0;
  /** How many they are. */
  restBytes: i32 = 0;
  /** Whether nothing can be written any more. */
  isBroken: bool = false;
  /** Whether the stream ends when the bytes in flight have left. */
  isEnding: bool = false;
  /** Whether the writer is to be freed when the bytes in flight have left. */
  isDropped: bool = false;

  constructor() {
    super(beginWriting, finishWriting);
    this.isReady = true;
  }
}

/** The readable end of the stream that `openWriter` made last, for the function that reads it. */
export let readableEnd: i32 = 0;

/** Makes a stream; its readable end is in `readableEnd`. */
export function openWriter(): Writer {
  const ends = streamNew();
  readableEnd = <i32>ends;
  const writer = new Writer();
  writer.stream = <i32>(ends >>> 32);
  own(writer.stream, writer);
  return writer;
}

function beginWriting(source: Source): void {}

function finishWriting(source: Source, waitable: i32, code: i32): void {
  const writer = changetype<Writer>(source);
  writer.isPending = false;
  const bytes = code >>> COUNT_SHIFT;
  writer.at += bytes;
  writer.restBytes -= bytes;
  if ((code & CODE_MASK) == DROPPED) breakOff(writer);
  else if (writer.restBytes > 0) writeRest(writer);
  else restHasLeft(writer);
}

function writeRest(writer: Writer): void {
  const code = streamWrite(writer.stream, writer.rest + writer.at, writer.restBytes);
  writer.isPending = code == BLOCKED;
  if (code != BLOCKED) finishWriting(writer, writer.stream, code);
}

/** Takes note that the other end was dropped. */
function breakOff(writer: Writer): void {
  writer.isBroken = true;
  restHasLeft(writer);
}

function restHasLeft(writer: Writer): void {
  if (writer.restCapacity > 0) giveBytes(WRITE_BUDGET, writer.rest, writer.restCapacity);
  writer.restCapacity = writer.restBytes = 0;
  if (writer.isEnding) endStream(writer);
  if (!writer.isDropped) writer.becomeReady();
  else heap.free(changetype<usize>(writer));
}

/** Drops the writable end: the peer sees the end of the stream. */
export function endStream(writer: Writer): void {
  streamDropWritable(writer.stream);
  writer.stream = 0;
  writer.isBroken = true;
}

/** Cancels a pending write of the caller's memory, which the host would own until it ends. Returns the code of the write. */
function cancelWrite(writer: Writer): i32 {
  disown(writer.stream); // a synchronous cancel of what is in a set traps
  const code = streamCancelWrite(writer.stream);
  own(writer.stream, writer);
  return code;
}

/** Gives up the bytes that the host has not taken. */
export function abandon(writer: Writer): void {
  if (!writer.isPending) return;
  cancelWrite(writer);
  writer.isPending = false;
  breakOff(writer);
}

/** Writes what the host takes at once and keeps the rest until it does. Returns 0 or `CONNECTION_BROKEN`. */
export function write(writer: Writer, pointer: usize, bytes: i32): i32 {
  let isFull = false;
  while (bytes > 0 && !isFull) {
    let code = streamWrite(writer.stream, pointer, bytes);
    isFull = code == BLOCKED;
    if (isFull) code = cancelWrite(writer);
    pointer += code >>> COUNT_SHIFT;
    bytes -= code >>> COUNT_SHIFT;
    if ((code & CODE_MASK) == DROPPED) {
      writer.isBroken = true;
      return CONNECTION_BROKEN;
    }
  }
  if (bytes == 0) return 0;
  writer.restCapacity = writer.restBytes = bytes;
  writer.rest = takeBytes(WRITE_BUDGET, bytes);
  writer.at = 0;
  memory.copy(writer.rest, pointer, bytes);
  writer.isReady = false;
  writeRest(writer);
  return 0;
}
