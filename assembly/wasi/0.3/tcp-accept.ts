/** Listening and accepting: tcp-socket.listen of wasi:sockets/types@0.3.0, whose result is a stream of sockets. */
import { RESULT } from './memory';
import { unitResult } from './network';
import { INVALID_STATE, WOULD_BLOCK } from './outcomes';
import { Source } from './source';
import { InputStream, OutputStream } from './streams';
import { NO_HANDLE, Socket, TcpSocket, openSocket, openStreams, socketOf } from './tcp-socket';
import { BLOCKED, CODE_MASK, COUNT_SHIFT, DROPPED, disown, lookForEvents, own } from './waitables';


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.listen')
declare function listenImport(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[async-lower][stream-read-0][method]tcp-socket.listen')
declare function streamReadSocket(stream: i32, sockets: usize, count: i32): i32;


@external('wasi:sockets/types@0.3.0', '[stream-cancel-read-0][method]tcp-socket.listen')
declare function streamCancelReadSocket(stream: i32): i32;


@external('wasi:sockets/types@0.3.0', '[stream-drop-readable-0][method]tcp-socket.listen')
declare function streamDropReadableSocket(stream: i32): void;

/** Listens. Returns 0, or ADDRESS_IN_USE or INVALID_STATE. */
export function listenSocket(socket: TcpSocket): i32 {
  listenImport(socketOf(socket).handle, RESULT);
  const failed = unitResult();
  if (failed != 0) return failed;
  socketOf(socket).connections = load<i32>(RESULT, 4);
  own(socketOf(socket).connections, socketOf(socket));
  return 0;
}

/** Asks for the next connection. */
export function beginAccepting(source: Source): void {
  const listener = changetype<Socket>(source);
  if (listener.connections == 0) return;
  if (listener.isDropped) return takeAccepted(listener, DROPPED);
  const place = changetype<usize>(listener) + offsetof<Socket>('accepted');
  takeAccepted(listener, streamReadSocket(listener.connections, place, 1));
}

/** Takes the event of a connection. */
export function finishAccepting(source: Source, waitable: i32, code: i32): void {
  takeAccepted(changetype<Socket>(source), code);
}

function takeAccepted(listener: Socket, code: i32): void {
  listener.isPending = code == BLOCKED;
  if (code == BLOCKED) return;
  listener.hasEnded = code >>> COUNT_SHIFT == 0;
  listener.isDropped = (code & CODE_MASK) == DROPPED;
  listener.becomeReady();
}

/** What `acceptSocket` made, until its next call. */
export let acceptedInput: InputStream = 0;

/** What `acceptSocket` made, until its next call. */
export let acceptedOutput: OutputStream = 0;

/**
 * Takes one finished handshake off the backlog.
 *
 * Returns the socket (its streams are in `acceptedInput` and `acceptedOutput`), WOULD_BLOCK or INVALID_STATE.
 */
export function acceptSocket(socket: TcpSocket): TcpSocket {
  const listener = socketOf(socket);
  if (listener.isPending) lookForEvents();
  else listener.begin();
  if (!listener.isReady) return WOULD_BLOCK;
  if (listener.hasEnded) return INVALID_STATE;
  listener.isReady = false;
  const accepted = openSocket(listener.accepted);
  listener.accepted = NO_HANDLE;
  openStreams(socketOf(accepted));
  acceptedInput = socketOf(accepted).input;
  acceptedOutput = socketOf(accepted).output;
  return accepted;
}

/** Ends listening. */
export function endListening(listener: Socket): void {
  if (listener.connections == 0) return;
  disown(listener.connections);
  if (listener.isPending) streamCancelReadSocket(listener.connections);
  streamDropReadableSocket(listener.connections);
}
