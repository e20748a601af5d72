/**
 * Reading a `stream<u8>`. A pending read owns its buffer, so bytes arrive there and are copied to the caller.
 *
 * All `stream<u8>` are of one type, so the built-ins of one function serve the streams of every function.
 */
import { MIN_READ_BYTES, READ_BUDGET, allowBytes, giveBytes, takeBytes } from './buffers';
import { END_OF_STREAM } from '../../abi/outcomes';
import { outcomeAt } from '../network';
import { Source } from './source';
import { BLOCKED, CODE_MASK, COUNT_SHIFT, DROPPED, disown, own } from './waitables';

/** result<_, error-code>, see ../network.ts. */
const REASON_BYTES: usize = 20;


@external('wasi:sockets/types@0.3.0', '[async-lower][stream-read-0][method]tcp-socket.receive')
declare function streamRead(stream: i32, pointer: usize, bytes: i32): i32;


@external('wasi:sockets/types@0.3.0', '[stream-cancel-read-0][method]tcp-socket.receive')
declare function streamCancelRead(stream: i32): i32;


@external('wasi:sockets/types@0.3.0', '[stream-drop-readable-0][method]tcp-socket.receive')
declare function streamDropReadable(stream: i32): void;


@external('wasi:sockets/types@0.3.0', '[async-lower][future-read-1][method]tcp-socket.receive')
declare function futureRead(future: i32, result: usize): i32;


@external('wasi:sockets/types@0.3.0', '[future-cancel-read-1][method]tcp-socket.receive')
declare function futureCancelRead(future: i32): i32;


@external('wasi:sockets/types@0.3.0', '[future-drop-readable-1][method]tcp-socket.receive')
declare function futureDropReadable(future: i32): void;

/** The readable end of a stream, with the bytes that have arrived. */
@unmanaged
export class Reader extends Source {
  /** Where bytes arrive. */
  buffer: usize = 0;
  bufferBytes: i32 = 0;
  /** Where in the buffer the bytes start that have arrived and were not taken. */
  at: i32 = 0;
  /** How many they are. */
  available: i32 = 0;
  /** How many bytes the next read asks for; it follows how many arrive. */
  likelyBytes: i32 = MIN_READ_BYTES;
  /** Whether the last read was full: the next has what is left of a message, which says little about the length of messages. */
  wasFull: bool = false;
  /** Whether the other end was dropped; another read would trap. */
  isDropped: bool = false;
  /** Why the stream has ended, once it has and all bytes were taken. */
  outcome: i32 = END_OF_STREAM;
  /** Where the host stores why the stream has ended, while that is asked; else 0. */
  reason: usize = 0;

  /** `stream`: the readable end. `future`: the host's result of the stream; 0: none. */
  constructor(
    public stream: i32,
    public future: i32,
  ) {
    super(beginReading, finishReading);
    own(stream, this);
  }
}

function beginReading(source: Source): void {
  const reader = changetype<Reader>(source);
  if (reader.isDropped) return end(reader);
  const bytes = allowBytes(READ_BUDGET, reader.likelyBytes);
  if (reader.bufferBytes != bytes) {
    freeBuffer(reader);
    reader.buffer = takeBytes(READ_BUDGET, bytes);
    reader.bufferBytes = bytes;
  }
  acceptRead(reader, streamRead(reader.stream, reader.buffer, bytes));
}

function finishReading(source: Source, waitable: i32, code: i32): void {
  const reader = changetype<Reader>(source);
  if (waitable == reader.stream) acceptRead(reader, code);
  else acceptReason(reader, code);
}

/** Takes the code of a read. */
function acceptRead(reader: Reader, code: i32): void {
  reader.isPending = code == BLOCKED;
  if (code == BLOCKED) return;
  reader.at = 0;
  reader.available = code >>> COUNT_SHIFT;
  reader.isDropped = (code & CODE_MASK) == DROPPED;
  if (reader.available > 0) reader.becomeReady();
  else if (reader.isDropped) end(reader);
}

/** The stream has ended: asks the future why. */
function end(reader: Reader): void {
  if (reader.future == 0) return reader.becomeReady();
  reader.reason = heap.alloc(REASON_BYTES);
  const code = futureRead(reader.future, reader.reason);
  if (code == BLOCKED) {
    reader.isPending = true;
    own(reader.future, reader);
  } else acceptReason(reader, code);
}

function acceptReason(reader: Reader, code: i32): void {
  reader.isPending = false;
  reader.outcome = outcomeAt(reader.reason);
  heap.free(reader.reason);
  reader.reason = 0;
  futureDropReadable(reader.future);
  reader.future = 0;
  reader.becomeReady();
}

function freeBuffer(reader: Reader): void {
  if (reader.bufferBytes > 0) giveBytes(READ_BUDGET, reader.buffer, reader.bufferBytes);
  reader.bufferBytes = 0;
}

/** Cancels what is pending and drops the stream and its future: an end with a pending operation can't be dropped. */
export function closeReader(reader: Reader): void {
  if (reader.stream != 0) {
    disown(reader.stream);
    if (reader.isPending && reader.reason == 0) streamCancelRead(reader.stream);
    streamDropReadable(reader.stream);
  }
  if (reader.future != 0) {
    if (reader.reason != 0) {
      disown(reader.future);
      futureCancelRead(reader.future);
      heap.free(reader.reason);
    }
    futureDropReadable(reader.future);
  }
  reader.isPending = false;
  reader.stream = reader.future = 0;
  freeBuffer(reader);
}
