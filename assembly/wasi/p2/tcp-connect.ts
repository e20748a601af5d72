/**
 * wasi:sockets/tcp@0.2.0: connecting.
 *
 * finish-connect's result<tuple<input-stream, output-stream>, error-code>: +0 failed, +4 input, +8 output.
 */
import { IpSocketAddress } from '../abi/addresses';
import { RESULT } from '../abi/memory';
import { Network, callWithAddress, getNetwork, unitResult, wideResult } from './network';
import { InputStream, OutputStream } from './streams';
import { TcpSocket } from './tcp';


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.start-connect')
declare function startConnectImport(
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


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.finish-connect')
declare function finishConnectImport(self: TcpSocket, result: usize): void;

/** The reading side of the connection that `finishConnect` made last. */
export let connectedInput: InputStream = 0;
/** The writing side of the connection that `finishConnect` made last. */
export let connectedOutput: OutputStream = 0;

/**
 * Starts connecting, without waiting; `finishConnect` returns the result.
 *
 * Returns 0 (under way), or INVALID_ARGUMENT (not an address to connect to, or of the other family), INVALID_STATE, ACCESS_DENIED
 * or what `finishConnect` returns.
 */
export function startConnect(socket: TcpSocket, address: IpSocketAddress): i32 {
  callWithAddress(startConnectImport, socket, getNetwork(), address);
  return unitResult();
}

/**
 * Finishes connecting. The socket's pollables are ready when there is a result; once connected, drop them before the streams.
 *
 * Returns 0 (connected: the streams are in `connectedInput` and `connectedOutput`), WOULD_BLOCK (no result yet),
 * CONNECTION_REFUSED, CONNECTION_RESET, CONNECTION_ABORTED, REMOTE_UNREACHABLE, TIMEOUT, ADDRESS_IN_USE (no port left) or
 * NOT_IN_PROGRESS.
 */
export function finishConnect(socket: TcpSocket): i32 {
  finishConnectImport(socket, RESULT);
  const failed = wideResult();
  if (failed != 0) return failed;
  connectedInput = load<i32>(RESULT, 4);
  connectedOutput = load<i32>(RESULT, 8);
  return 0;
}
