/** wasi:sockets/types@0.3.0: listening and accepting. */
import { RESULT } from '../abi/memory';
import { INVALID_STATE } from '../abi/outcomes';
import { Listening, takeConnection } from './async/listening';
import { unitResult } from './network';
import { InputStream, OutputStream } from './streams';
import { TcpSocket, handleOf, openSocket, openStreams, socketOf } from './tcp';


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.set-listen-backlog-size')
declare function setBacklogImport(self: i32, value: u64, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.listen')
declare function listenImport(self: i32, result: usize): void;

/** Sets how many finished handshakes the OS keeps for `accept`; to be called before listening. Returns 0 or a failure. */
export function setBacklog(socket: TcpSocket, backlog: i32): i32 {
  setBacklogImport(handleOf(socket), backlog, RESULT);
  return unitResult();
}

/** Listens. Returns 0, or ADDRESS_IN_USE or INVALID_STATE. */
export function listenSocket(socket: TcpSocket): i32 {
  listenImport(handleOf(socket), RESULT);
  const failed = unitResult();
  if (failed == 0) socketOf(socket).listening = new Listening(load<i32>(RESULT, 4));
  return failed;
}

/** The reading side of the connection that `acceptSocket` returned last. */
export let acceptedInput: InputStream = 0;
/** The writing side of the connection that `acceptSocket` returned last. */
export let acceptedOutput: OutputStream = 0;

/**
 * Takes one connection from the backlog, without waiting.
 *
 * Returns the socket (its streams are in `acceptedInput` and `acceptedOutput`), WOULD_BLOCK or INVALID_STATE.
 */
export function acceptSocket(listener: TcpSocket): TcpSocket {
  const listening = socketOf(listener).listening;
  const handle = listening == null ? INVALID_STATE : takeConnection(listening);
  if (handle < 0) return handle;
  const socket = openSocket(handle);
  openStreams(socketOf(socket));
  acceptedInput = socketOf(socket).input;
  acceptedOutput = socketOf(socket).output;
  return socket;
}
