/**
 * wasi:sockets/types@0.3.0: addresses as arguments, results with an error code.
 *
 * result<T, error-code>: +0 failed, +4 T or error-code (+8 where T is of 8 bytes).
 * error-code: +0 case; `other` has an option<string>: +4 present, +8 pointer.
 */
import { IPV6, IpSocketAddress, loadAddress } from '../abi/addresses';
import { RESULT } from '../abi/memory';

/** The outcome (see abi/outcomes.ts) of each error code, in the order of the WIT. */
const OUTCOMES: usize = memory.data<i8>([
  -2, -3, -4, -5, -6, -10, -12, -13, -14, -15, -22, -16, -17, -18, -1,
]);
const OTHER: u8 = 14;

/** Reads the result at `result`, whose payload is at `offset` in it: 0 or a negative outcome. Frees the text of `other`. */
export function outcomeAt(result: usize, offset: usize = 4): i32 {
  if (load<u8>(result) == 0) return 0;
  const payload = result + offset;
  const code = load<u8>(payload);
  if (code == OTHER && load<u8>(payload, 4) != 0) heap.free(load<usize>(payload, 8));
  return load<i8>(OUTCOMES + code);
}

/** Reads the result at RESULT: 0 (its payload is at RESULT + 4) or a negative outcome. */
export function unitResult(): i32 {
  return outcomeAt(RESULT);
}

/** Lifts the `ip-socket-address` of a successful result. */
export function addressResult(into: IpSocketAddress): void {
  loadAddress(RESULT + 4, into);
}

/** An imported function that takes a socket, a flattened `ip-socket-address` and the address of its result. */
type AddressCall = (
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
) => void;

/** Calls an imported function with a flattened address; its result is at RESULT. */
export function callWithAddress(call: AddressCall, socket: i32, address: IpSocketAddress): void {
  const p = address.parts;
  if (address.family == IPV6) {
    call(
      socket,
      1,
      address.port,
      address.flowInfo,
      p[0],
      p[1],
      p[2],
      p[3],
      p[4],
      p[5],
      p[6],
      p[7],
      address.scopeId,
      RESULT,
    );
  } else call(socket, 0, address.port, p[0], p[1], p[2], p[3], 0, 0, 0, 0, 0, 0, RESULT);
}
