/**
 * wasi:sockets/tcp@0.2.0: listening and accepting.
 *
 * accept's result<tuple<tcp-socket, input-stream, output-stream>, error-code>: +0 failed, +4 socket, +8 input, +12 output.
 */
import { RESULT } from '../abi/memory';
import { unitResult, wideResult } from './network';
import { InputStream, OutputStream } from './streams';
import { TcpSocket, isPending } from './tcp';


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.set-listen-backlog-size')
declare function setBacklogImport(self: TcpSocket, value: u64, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.start-listen')
declare function startListenImport(self: TcpSocket, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.finish-listen')
declare function finishListenImport(self: TcpSocket, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.accept')
declare function acceptImport(self: TcpSocket, result: usize): void;

/** Sets how many finished handshakes the OS keeps for `accept`; to be called before listening. Returns 0 or a failure. */
export function setBacklog(socket: TcpSocket, backlog: i32): i32 {
  setBacklogImport(socket, backlog, RESULT);
  return unitResult();
}

/** Listens, and blocks the whole instance until that is done. Returns 0, or ADDRESS_IN_USE or INVALID_STATE. */
export function listenSocket(socket: TcpSocket): i32 {
  startListenImport(socket, RESULT);
  const failed = unitResult();
  if (failed != 0) return failed;
  do finishListenImport(socket, RESULT);
  while (isPending(socket));
  return unitResult();
}

/** The reading side of the connection that `acceptSocket` returned last. */
export let acceptedInput: InputStream = 0;
/** The writing side of the connection that `acceptSocket` returned last. */
export let acceptedOutput: OutputStream = 0;

/**
 * Takes one connection from the backlog, without waiting.
 *
 * Returns the socket (its streams are in `acceptedInput` and `acceptedOutput`), or WOULD_BLOCK, CONNECTION_ABORTED,
 * NEW_SOCKET_LIMIT, INVALID_STATE.
 */
export function acceptSocket(listener: TcpSocket): TcpSocket {
  acceptImport(listener, RESULT);
  const failed = wideResult();
  if (failed != 0) return failed;
  acceptedInput = load<i32>(RESULT, 8);
  acceptedOutput = load<i32>(RESULT, 12);
  return load<i32>(RESULT, 4);
}
