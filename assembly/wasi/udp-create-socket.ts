/** wasi:sockets/udp-create-socket@0.2.0. */
import { RESULT } from './memory';
import { wideResult } from './network';
import { UdpSocket } from './udp';

// create-udp-socket: func(address-family) -> result<own<udp-socket>, error-code>
@external('wasi:sockets/udp-create-socket@0.2.0', 'create-udp-socket')
declare function createUdpSocketImport(family: i32, result: usize): void;

/**
 * Makes a socket of the family (`IPV4` or `IPV6`).
 *
 * Returns it, or ACCESS_DENIED (the host grants no network), NOT_SUPPORTED (no such family) or NEW_SOCKET_LIMIT.
 */
export function createUdpSocket(family: i32): UdpSocket {
  createUdpSocketImport(family, RESULT);
  const failed = wideResult();
  return failed != 0 ? failed : load<i32>(RESULT, 4);
}
