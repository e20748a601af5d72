/**
 * Reading a `stream<u8>` of WASI 0.3: a pending read owns its buffer, so bytes arrive there and are copied out.
 *
 * All streams of bytes are of one type, so the built-ins of one function serve every function's streams.
 */
import { LEAST_READ_BYTES, READ_BUDGET, allowBytes, giveBytes, takeBytes } from './buffers';
import { outcomeAt } from './network';
import { END_OF_STREAM } from './outcomes';
import { Source } from './source';
import { BLOCKED, CODE_MASK, COUNT_SHIFT, DROPPED, disown, own } from './waitables';

/** result<_, error-code>, see network.ts. */
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

/** The reading end of a stream, and what has arrived there. */
@unmanaged
export class Reader extends Source {
  buffer: usize = 0;
  bufferBytes: i32 = 0;
  /** What has arrived and was not taken: from `at` on, so many. */
  at: i32 = 0;
  available: i32 = 0;
  /** How much the next read should ask for: it follows what arrives. */
  likelyBytes: i32 = LEAST_READ_BYTES;
  /** The other end is gone: to read on would trap. */
  isDropped: bool = false;
  /** Why the stream has ended, when it has and nothing is available. */
  outcome: i32 = END_OF_STREAM;
  reason: usize = 0;

  /** `future`: tells in the end whether all went well; 0: none does. */
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
    giveBuffer(reader);
    reader.buffer = takeBytes(READ_BUDGET, bytes);
    reader.bufferBytes = bytes;
  }
  takeRead(reader, streamRead(reader.stream, reader.buffer, bytes));
}

function finishReading(source: Source, waitable: i32, code: i32): void {
  const reader = changetype<Reader>(source);
  if (waitable == reader.stream) takeRead(reader, code);
  else takeReason(reader, code);
}

/** Takes what a read came to. */
function takeRead(reader: Reader, code: i32): void {
  reader.isPending = code == BLOCKED;
  if (code == BLOCKED) return;
  reader.at = 0;
  reader.available = code >>> COUNT_SHIFT;
  reader.isDropped = (code & CODE_MASK) == DROPPED;
  if (reader.available > 0) reader.becomeReady();
  else if (reader.isDropped) end(reader);
}

/** The stream has ended: asks whether that is a failure. */
function end(reader: Reader): void {
  if (reader.future == 0) return reader.becomeReady();
  reader.reason = heap.alloc(REASON_BYTES);
  const code = futureRead(reader.future, reader.reason);
  if (code == BLOCKED) {
    reader.isPending = true;
    own(reader.future, reader);
  } else takeReason(reader, code);
}

function takeReason(reader: Reader, code: i32): void {
  reader.isPending = false;
  reader.outcome = outcomeAt(reader.reason);
  heap.free(reader.reason);
  reader.reason = 0;
  futureDropReadable(reader.future);
  reader.future = 0;
  reader.becomeReady();
}

function giveBuffer(reader: Reader): void {
  if (reader.bufferBytes > 0) giveBytes(READ_BUDGET, reader.buffer, reader.bufferBytes);
  reader.bufferBytes = 0;
}

/** Gives back all that it holds. An end can't be dropped while an operation is pending on it. */
export function giveUp(reader: Reader): void {
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
  giveBuffer(reader);
}
