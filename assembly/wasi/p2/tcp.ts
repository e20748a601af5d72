/**
 * wasi:sockets/tcp@0.2.0 and tcp-create-socket@0.2.0: a socket's life and addresses.
 *
 * Drop order: pollables, then both streams, then the socket, or the host traps.
 */
import { IPV6, IpSocketAddress } from '../abi/addresses';
import { RESULT } from '../abi/memory';
import { WOULD_BLOCK } from '../abi/outcomes';
import { Network, addressResult, getNetwork, unitResult, wideResult } from './network';
import { Pollable, blockOn, dropPollable } from './poll';

/** The handle of a `tcp-socket`; negative: an outcome. */
export type TcpSocket = i32;

// create-tcp-socket: func(address-family) -> result<own<tcp-socket>, error-code>
@external('wasi:sockets/tcp-create-socket@0.2.0', 'create-tcp-socket')
declare function createTcpSocketImport(family: i32, result: usize): void;


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

/**
 * Makes a socket of the family (`IPV4` or `IPV6`).
 *
 * Returns it, or ACCESS_DENIED (the host grants no network), NOT_SUPPORTED (no such family) or NEW_SOCKET_LIMIT.
 */
export function createTcpSocket(family: i32): TcpSocket {
  createTcpSocketImport(family, RESULT);
  const failed = wideResult();
  return failed != 0 ? failed : load<i32>(RESULT, 4);
}

/** Starts binding. Every server has this code, so it is kept small: `parts` is read without `[]`, which checks bounds. */
function startBind(socket: TcpSocket, address: IpSocketAddress): i32 {
  const p = changetype<usize>(address.parts);
  if (address.family == IPV6) {
    startBindImport(
      socket,
      getNetwork(),
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
      getNetwork(),
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

/** Reads the result of a `finish-…`. Returns whether to call it again, after waiting until the socket is ready. */
export function isPending(socket: TcpSocket): bool {
  if (unitResult() != WOULD_BLOCK) return false;
  const pollable = subscribeImport(socket);
  blockOn(pollable);
  dropPollable(pollable);
  return true;
}

/**
 * Binds, and blocks the whole instance until that is done.
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

/** Makes a pollable that is ready when a bind, listen, accept or connect can go on. */
export function subscribeSocket(socket: TcpSocket): Pollable {
  return subscribeImport(socket);
}

/** Drops the socket, after its pollables and streams. */
export function dropSocket(socket: TcpSocket): void {
  dropImport(socket);
}
