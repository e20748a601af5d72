/** udp-socket.create of wasi:sockets/types@0.3.0. */
import { RESULT } from './memory';
import { unitResult } from './network';
import { UdpSocket } from './udp';

// [static]udp-socket.create: func(address-family) -> result<udp-socket, error-code>
@external('wasi:sockets/types@0.3.0', '[static]udp-socket.create')
declare function create(family: i32, result: usize): void;

/** Makes a socket of the family (`IPV4` or `IPV6`). Returns it, or NOT_SUPPORTED (no such family) or another failure. */
export function createUdpSocket(family: i32): UdpSocket {
  create(family, RESULT);
  const failed = unitResult();
  return failed != 0 ? failed : load<i32>(RESULT, 4);
}
