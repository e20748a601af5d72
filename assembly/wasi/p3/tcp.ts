/**
 * wasi:sockets/types@0.3.0: a TCP socket's life and addresses.
 *
 * receive's tuple<stream<u8>, future<result<_, error-code>>>: +0 stream, +4 future.
 */
import { IpSocketAddress } from '../abi/addresses';
import { RESULT } from '../abi/memory';
import { SHUTDOWN_RECEIVE, SHUTDOWN_SEND } from '../abi/options';
import { INVALID_STATE } from '../abi/outcomes';
import { Connecting, dropConnecting, watchConnecting } from './async/connecting';
import { Listening, dropListening } from './async/listening';
import { addressResult, callWithAddress, unitResult } from './network';
import { Pollable } from './poll';
import {
  InputStream,
  OutputStream,
  endInput,
  endOutput,
  openInput,
  openOutput,
  readableEnd,
} from './streams';

/** A TCP socket: the pointer of a `Socket`; negative: an outcome. */
export type TcpSocket = i32;

// [static]tcp-socket.create: func(address-family) -> result<tcp-socket, error-code>
@external('wasi:sockets/types@0.3.0', '[static]tcp-socket.create')
declare function create(family: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.bind')
declare function bindImport(
  socket: i32,
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


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.get-local-address')
declare function getLocalAddress(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.get-remote-address')
declare function getRemoteAddress(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[resource-drop]tcp-socket')
declare function dropImport(self: i32): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.receive')
declare function receiveImport(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.send')
declare function sendImport(self: i32, data: i32): i32;


@external('wasi:sockets/types@0.3.0', '[future-drop-readable-1][method]tcp-socket.send')
declare function futureDropReadableSend(future: i32): void;

/** A socket, with what it is doing. */
@unmanaged
export class Socket {
  /** While it listens. */
  listening: Listening | null = null;
  /** While it connects. */
  connecting: Connecting | null = null;
  /** Once it is connected. */
  input: InputStream = 0;
  /** Once it is connected. */
  output: OutputStream = 0;

  constructor(readonly handle: i32) {}
}

/** Returns the socket that a pointer stands for. */
export function socketOf(socket: TcpSocket): Socket {
  return changetype<Socket>(<usize>socket);
}

/** Returns the handle of a socket. */
export function handleOf(socket: TcpSocket): i32 {
  return socketOf(socket).handle;
}

/** Makes a socket from its handle. */
export function openSocket(handle: i32): TcpSocket {
  return <TcpSocket>changetype<usize>(new Socket(handle));
}

/** Opens the streams of a connected socket. */
export function openStreams(socket: Socket): void {
  receiveImport(socket.handle, RESULT);
  socket.input = openInput(load<i32>(RESULT), load<i32>(RESULT, 4));
  socket.output = openOutput();
  // Drops the future, which saves a handle: reading reports why the connection failed.
  futureDropReadableSend(sendImport(socket.handle, readableEnd));
}

/** Makes a socket of the family (`IPV4` or `IPV6`). Returns it, or NOT_SUPPORTED (no such family) or another failure. */
export function createTcpSocket(family: i32): TcpSocket {
  create(family, RESULT);
  const failed = unitResult();
  return failed != 0 ? failed : openSocket(load<i32>(RESULT, 4));
}

/** Binds. Returns 0, or ACCESS_DENIED, ADDRESS_IN_USE, ADDRESS_NOT_BINDABLE, INVALID_ARGUMENT or INVALID_STATE. */
export function bindSocket(socket: TcpSocket, address: IpSocketAddress): i32 {
  callWithAddress(bindImport, handleOf(socket), address);
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

/** Makes a pollable that is ready when a connection can be accepted or a connect has a result; 0: neither is under way. */
export function subscribeSocket(socket: TcpSocket): Pollable {
  const connecting = socketOf(socket).connecting;
  if (connecting != null) return <Pollable>changetype<usize>(watchConnecting(connecting));
  return <Pollable>changetype<usize>(socketOf(socket).listening);
}

/** Drops the socket, after its streams. */
export function dropSocket(socket: TcpSocket): void {
  const dropped = socketOf(socket);
  const listening = dropped.listening;
  const connecting = dropped.connecting;
  const accepted = listening == null ? -1 : dropListening(listening);
  if (accepted >= 0) dropImport(accepted);
  if (connecting != null) dropConnecting(connecting);
  dropImport(dropped.handle);
  heap.free(changetype<usize>(dropped));
}
