/** tcp-socket of wasi:sockets/types@0.3.0. */
import { passAddress } from './flat-address';
import { RESULT } from './memory';
import { IpSocketAddress, addressResult, unitResult } from './network';
import { INVALID_STATE } from './outcomes';
import { Pollable } from './poll';
import { endInput, endOutput } from './streams';
import { endListening } from './tcp-accept';
import { dropConnecting, subscribeConnecting } from './tcp-connect';
import { NO_HANDLE, TcpSocket, handleOf, socketOf } from './tcp-socket';

export { acceptSocket, acceptedInput, acceptedOutput, listenSocket } from './tcp-accept';
export { connectedInput, connectedOutput, finishConnect, startConnect } from './tcp-connect';
export { TcpSocket } from './tcp-socket';

/** No more reading. */
export const SHUTDOWN_RECEIVE: i32 = 0;

/** No more writing; the peer sees the end of the stream. */
export const SHUTDOWN_SEND: i32 = 1;

/** Neither. */
export const SHUTDOWN_BOTH: i32 = 2;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.bind')
declare function bindImport(
  self: i32,
  which: i32,
  port: i32,
  a: i32,
  b: i32,
  c: i32,
  d: i32,
  e: i32,
  f: i32,
  g: i32,
  h: i32,
  i: i32,
  j: i32,
  result: usize,
): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.set-listen-backlog-size')
declare function setBacklogImport(self: i32, value: u64, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.get-local-address')
declare function getLocalAddress(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.get-remote-address')
declare function getRemoteAddress(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[resource-drop]tcp-socket')
declare function dropImport(self: i32): void;

/** Binds. Returns 0, or ACCESS_DENIED, ADDRESS_IN_USE, ADDRESS_NOT_BINDABLE, INVALID_ARGUMENT or INVALID_STATE. */
export function bindSocket(socket: TcpSocket, address: IpSocketAddress): i32 {
  passAddress(handleOf(socket), address, bindImport);
  return unitResult();
}

/** Sets how many finished handshakes the OS keeps for `accept`; before listening. Returns 0 or a failure. */
export function setBacklog(socket: TcpSocket, backlog: i32): i32 {
  setBacklogImport(handleOf(socket), backlog, RESULT);
  return unitResult();
}

/** Reads the socket's own address. Returns 0 or INVALID_STATE. */
export function localAddress(socket: TcpSocket, into: IpSocketAddress): i32 {
  getLocalAddress(handleOf(socket), RESULT);
  const failed = unitResult();
  if (failed == 0) addressResult(into);
  return failed;
}

/** Reads the peer's address. Returns 0 or INVALID_STATE (also after a reset). */
export function remoteAddress(socket: TcpSocket, into: IpSocketAddress): i32 {
  getRemoteAddress(handleOf(socket), RESULT);
  const failed = unitResult();
  if (failed == 0) addressResult(into);
  return failed;
}

/** Shuts one direction or both (`SHUTDOWN_…`). Returns 0 or INVALID_STATE. */
export function shutdownSocket(socket: TcpSocket, how: i32): i32 {
  const input = socketOf(socket).input;
  if (input == 0) return INVALID_STATE;
  if (how != SHUTDOWN_SEND) endInput(input);
  if (how != SHUTDOWN_RECEIVE) endOutput(socketOf(socket).output);
  return 0;
}

/** Gives a pollable that is ready when an accept can go on or a connect is decided. */
export function subscribeSocket(socket: TcpSocket): Pollable {
  const connecting = socketOf(socket).connecting;
  return connecting == null ? socket : subscribeConnecting(connecting);
}

/** Closes the socket; its streams were dropped before. */
export function dropSocket(socket: TcpSocket): void {
  const it = socketOf(socket);
  it.endWatch();
  endListening(it);
  if (it.accepted != NO_HANDLE) dropImport(it.accepted);
  const connecting = it.connecting;
  if (connecting != null) dropConnecting(connecting);
  dropImport(it.handle);
  heap.free(changetype<usize>(it));
}
