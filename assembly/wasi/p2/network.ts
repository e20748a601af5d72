/**
 * wasi:sockets/network@0.2.0 and instance-network@0.2.0: the network, addresses as arguments, results with an error code.
 *
 * result<_, error-code>: +0 failed, +1 code. A result with a 4-byte payload: +0 failed, +4 payload or code.
 */
import { IPV4, IpSocketAddress, loadAddress } from '../abi/addresses';
import { RESULT } from '../abi/memory';

/** The handle of a `network`: the permission to use the network, as far as the host grants it. */
export type Network = i32;


@external('wasi:sockets/instance-network@0.2.0', 'instance-network')
declare function instanceNetwork(): Network;

let network: Network = 0;

/** Returns the instance's network, the same handle at each call. */
export function getNetwork(): Network {
  if (network == 0) network = instanceNetwork();
  return network;
}

/** An imported function that takes a socket, one more value, a flattened `ip-socket-address` and the address of its result. */
type AddressCall = (
  socket: i32,
  second: i32,
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
) => void;

/** Calls an imported function with a flattened address; its result is at RESULT. */
export function callWithAddress(call: AddressCall, socket: i32, second: i32, address: IpSocketAddress): void {
  const p = address.parts;
  const port = <i32>address.port;
  if (address.family == IPV4) {
    call(socket, second, 0, port, p[0], p[1], p[2], p[3], 0, 0, 0, 0, 0, 0, RESULT);
  } else {
    const flow = address.flowInfo;
    const scope = address.scopeId;
    call(socket, second, 1, port, flow, p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], scope, RESULT);
  }
}

/** Reads a `result<_, error-code>`: 0 or a negative outcome. */
export function unitResult(): i32 {
  return load<u8>(RESULT) == 0 ? 0 : -1 - <i32>load<u8>(RESULT, 1);
}

/** Reads a result whose payload is aligned to 4 bytes: 0 (the payload is at RESULT + 4) or a negative outcome. */
export function wideResult(): i32 {
  return load<u8>(RESULT) == 0 ? 0 : -1 - <i32>load<u8>(RESULT, 4);
}

/** Reads a `result<u8, error-code>`, or one of a bool: the value or a negative outcome. */
export function byteResult(): i32 {
  const value = <i32>load<u8>(RESULT, 1);
  return load<u8>(RESULT) == 0 ? value : -1 - value;
}

/** Reads a `result<u64, error-code>`: the value, at most i64.MAX_VALUE, or a negative outcome. */
export function longResult(): i64 {
  if (load<u8>(RESULT) != 0) return -1 - <i64>load<u8>(RESULT, 8);
  return <i64>min<u64>(load<u64>(RESULT, 8), i64.MAX_VALUE);
}

/** Lifts the `ip-socket-address` of a successful result. */
export function addressResult(into: IpSocketAddress): void {
  loadAddress(RESULT + 4, into);
}
