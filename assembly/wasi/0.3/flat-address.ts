/** Passing an `ip-socket-address` as an argument: flattened to 12 values. */
import { IPV6, IpSocketAddress } from './ip-socket-address';
import { RESULT } from './memory';

/** A function of the host's that takes a socket, an address and where its result goes. */
export type TakesAddress = (
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
) => void;

/** Calls `take` with a socket's handle and an address; its result is at RESULT. */
export function passAddress(self: i32, address: IpSocketAddress, take: TakesAddress): void {
  const p = address.parts;
  if (address.family == IPV6) {
    take(
      self,
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
  } else take(self, 0, address.port, p[0], p[1], p[2], p[3], 0, 0, 0, 0, 0, 0, RESULT);
}
