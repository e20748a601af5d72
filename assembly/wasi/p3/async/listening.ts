/** Listening: tcp-socket.listen of wasi:sockets/types@0.3.0, whose result is a stream of connected sockets. */
import { INVALID_STATE, WOULD_BLOCK } from '../../abi/outcomes';
import { Source } from './source';
import { BLOCKED, CODE_MASK, COUNT_SHIFT, DROPPED, disown, own, pollEvents } from './waitables';


@external('wasi:sockets/types@0.3.0', '[async-lower][stream-read-0][method]tcp-socket.listen')
declare function streamRead(stream: i32, sockets: usize, count: i32): i32;


@external('wasi:sockets/types@0.3.0', '[stream-cancel-read-0][method]tcp-socket.listen')
declare function streamCancelRead(stream: i32): i32;


@external('wasi:sockets/types@0.3.0', '[stream-drop-readable-0][method]tcp-socket.listen')
declare function streamDropReadable(stream: i32): void;

/** No handle. */
const NONE: i32 = -1;

/** The stream of connections of a listening socket; it is ready when one can be accepted, or when the host has stopped listening. */
@unmanaged
export class Listening extends Source {
  /** The handle of the next connection, which the host stores here; NONE: there is none. */
  accepted: i32 = NONE;
  /** Whether the host has stopped listening. */
  hasEnded: bool = false;
  /** Whether it has said so already, with the last connection. */
  isDropped: bool = false;

  constructor(readonly stream: i32) {
    super(beginAccepting, finishAccepting);
    own(stream, this);
  }
}

function beginAccepting(source: Source): void {
  const listening = changetype<Listening>(source);
  if (listening.isDropped) return acceptRead(listening, DROPPED);
  const place = changetype<usize>(listening) + offsetof<Listening>('accepted');
  acceptRead(listening, streamRead(listening.stream, place, 1));
}

function finishAccepting(source: Source, waitable: i32, code: i32): void {
  acceptRead(changetype<Listening>(source), code);
}

/** Takes the code of a read. */
function acceptRead(listening: Listening, code: i32): void {
  listening.isPending = code == BLOCKED;
  if (code == BLOCKED) return;
  listening.hasEnded = code >>> COUNT_SHIFT == 0;
  listening.isDropped = (code & CODE_MASK) == DROPPED;
  listening.becomeReady();
}

/** Takes the next connection, without waiting. Returns the handle of its socket, WOULD_BLOCK or INVALID_STATE. */
export function takeConnection(listening: Listening): i32 {
  if (listening.isPending) pollEvents();
  else listening.begin();
  if (!listening.isReady) return WOULD_BLOCK;
  if (listening.hasEnded) return INVALID_STATE;
  listening.isReady = false;
  const socket = listening.accepted;
  listening.accepted = NONE;
  return socket;
}

/** Stops listening. Returns the handle of a connection that was not taken, which the caller drops; negative: there is none. */
export function dropListening(listening: Listening): i32 {
  listening.endWatch();
  disown(listening.stream);
  if (listening.isPending) streamCancelRead(listening.stream);
  const socket = listening.accepted; // a read may end with a connection while it is cancelled
  streamDropReadable(listening.stream);
  heap.free(changetype<usize>(listening));
  return socket;
}
