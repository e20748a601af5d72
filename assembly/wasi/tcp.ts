/**
 * wasi:sockets/tcp@0.2.0.
 *
 * accept's result<tuple<tcp-socket, input-stream, output-stream>, error-code>: +0 failed, +4 socket, +8 input, +12 output.
 * Drop order: pollables, then both streams, then the socket, or the host traps.
 */
import { RESULT } from './memory';
import { theNetwork, Network } from './instance-network';
import { IPV6, IpSocketAddress, addressResult, unitResult, wideResult } from './network';
import { WOULD_BLOCK } from './outcomes';
import { Pollable, blockOn, dropPollable } from './poll';
import { InputStream, OutputStream } from './streams';

export * from './tcp-connect';

/** A TCP socket of the host's; negative: an outcome. */
export type TcpSocket = i32;

/** `shutdown-type`: no more reading. */
export const SHUTDOWN_RECEIVE: i32 = 0;
/** `shutdown-type`: no more writing; the peer sees the end of the stream. */
export const SHUTDOWN_SEND: i32 = 1;
/** `shutdown-type`: neither. */
export const SHUTDOWN_BOTH: i32 = 2;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.start-bind')
declare function startBindImport(
  self: TcpSocket,
  network: Network,
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


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.finish-bind')
declare function finishBindImport(self: TcpSocket, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.set-listen-backlog-size')
declare function setBacklogImport(self: TcpSocket, value: u64, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.start-listen')
declare function startListenImport(self: TcpSocket, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.finish-listen')
declare function finishListenImport(self: TcpSocket, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.accept')
declare function acceptImport(self: TcpSocket, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.local-address')
declare function localAddressImport(self: TcpSocket, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.remote-address')
declare function remoteAddressImport(self: TcpSocket, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.shutdown')
declare function shutdownImport(self: TcpSocket, how: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.subscribe')
declare function subscribeImport(self: TcpSocket): Pollable;


@external('wasi:sockets/tcp@0.2.0', '[resource-drop]tcp-socket')
declare function dropImport(self: TcpSocket): void;

/** Starts binding. Every server does, so the code is as small as it can be: the parts are read without `[]`. */
function startBind(socket: TcpSocket, address: IpSocketAddress): i32 {
  const p = changetype<usize>(address.parts);
  if (address.family == IPV6) {
    startBindImport(
      socket,
      theNetwork(),
      1,
      address.port,
      address.flowInfo,
      load<u16>(p, 0),
      load<u16>(p, 2),
      load<u16>(p, 4),
      load<u16>(p, 6),
      load<u16>(p, 8),
      load<u16>(p, 10),
      load<u16>(p, 12),
      load<u16>(p, 14),
      address.scopeId,
      RESULT,
    );
  } else {
    startBindImport(
      socket,
      theNetwork(),
      0,
      address.port,
      load<u16>(p, 0),
      load<u16>(p, 2),
      load<u16>(p, 4),
      load<u16>(p, 6),
      0,
      0,
      0,
      0,
      0,
      0,
      RESULT,
    );
  }
  return unitResult();
}

/** After a `finish-…`: whether it has to be asked again, once the socket is ready for that. */
function isPending(socket: TcpSocket): bool {
  if (unitResult() != WOULD_BLOCK) return false;
  const pollable = subscribeImport(socket);
  blockOn(pollable);
  dropPollable(pollable);
  return true;
}

/**
 * Binds; where that takes time, the whole instance waits.
 *
 * Returns 0, or ACCESS_DENIED, ADDRESS_IN_USE, ADDRESS_NOT_BINDABLE, INVALID_ARGUMENT or INVALID_STATE.
 */
export function bindSocket(socket: TcpSocket, address: IpSocketAddress): i32 {
  const failed = startBind(socket, address);
  if (failed != 0) return failed;
  do finishBindImport(socket, RESULT);
  while (isPending(socket));
  return unitResult();
}

/** Sets how many finished handshakes the OS keeps for `accept`; before listening. Returns 0 or a failure. */
export function setBacklog(socket: TcpSocket, backlog: i32): i32 {
  setBacklogImport(socket, backlog, RESULT);
  return unitResult();
}

/** Listens; where that takes time, the whole instance waits. Returns 0, or ADDRESS_IN_USE or INVALID_STATE. */
export function listenSocket(socket: TcpSocket): i32 {
  startListenImport(socket, RESULT);
  const failed = unitResult();
  if (failed != 0) return failed;
  do finishListenImport(socket, RESULT);
  while (isPending(socket));
  return unitResult();
}

/** What `acceptSocket` made, until its next call. */
export let acceptedInput: InputStream = 0;
/** What `acceptSocket` made, until its next call. */
export let acceptedOutput: OutputStream = 0;

/**
 * Takes one finished handshake off the backlog.
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

/** Reads the socket's own address. Returns 0 or INVALID_STATE. */
export function localAddress(socket: TcpSocket, into: IpSocketAddress): i32 {
  localAddressImport(socket, RESULT);
  const failed = wideResult();
  if (failed == 0) addressResult(into);
  return failed;
}

/** Reads the peer's address. Returns 0 or INVALID_STATE (also after a reset). */
export function remoteAddress(socket: TcpSocket, into: IpSocketAddress): i32 {
  remoteAddressImport(socket, RESULT);
  const failed = wideResult();
  if (failed == 0) addressResult(into);
  return failed;
}

/** Shuts one direction or both (`SHUTDOWN_…`). Returns 0 or INVALID_STATE. */
export function shutdownSocket(socket: TcpSocket, how: i32): i32 {
  shutdownImport(socket, how, RESULT);
  return unitResult();
}

/** Gives a pollable that is ready when a bind, listen, accept or connect can go on. */
export function subscribeSocket(socket: TcpSocket): Pollable {
  return subscribeImport(socket);
}

/** Closes the socket; its pollables and streams went before. */
export function dropSocket(socket: TcpSocket): void {
  dropImport(socket);
}
