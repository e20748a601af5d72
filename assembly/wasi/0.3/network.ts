/**
 * The addresses and error codes of wasi:sockets/types@0.3.0, as they lie in memory.
 *
 * result<T, error-code>: +0 failed, +4 T or error-code (+8 where T is of 8 bytes).
 * error-code: +0 which; `other` has an option<string>: +4 whether, +8 pointer.
 */
import { RESULT } from './memory';
import { IpSocketAddress, loadAddress } from './ip-socket-address';

export { IPV4, IPV6, IpSocketAddress } from './ip-socket-address';

/** The outcome (see outcomes.ts) of each error code, in their order in the WIT. */
const OUTCOMES: usize = memory.data<i8>([
  -2, -3, -4, -5, -6, -10, -12, -13, -14, -15, -22, -16, -17, -18, -1,
]);
const OTHER: u8 = 14;

/** Reads the result at a place, whose payload begins at `offset`: 0 or a negative outcome. */
export function outcomeAt(result: usize, offset: usize = 4): i32 {
  if (load<u8>(result) == 0) return 0;
  const payload = result + offset;
  const code = load<u8>(payload);
  if (code == OTHER && load<u8>(payload, 4) != 0) heap.free(load<usize>(payload, 8));
  return load<i8>(OUTCOMES + code);
}

/** Reads a `result<_, error-code>`: 0 (what it carries is at RESULT + 4) or a negative outcome. */
export function unitResult(): i32 {
  return outcomeAt(RESULT);
}

/** Reads the `ip-socket-address` of a successful result. */
export function addressResult(into: IpSocketAddress): void {
  loadAddress(RESULT + 4, into);
}
