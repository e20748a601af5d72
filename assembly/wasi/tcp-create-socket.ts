/** wasi:sockets/tcp-create-socket@0.2.0. */
import { RESULT } from './memory';
import { wideResult } from './network';
import { TcpSocket } from './tcp';

// create-tcp-socket: func(address-family) -> result<own<tcp-socket>, error-code>
@external('wasi:sockets/tcp-create-socket@0.2.0', 'create-tcp-socket')
declare function createTcpSocketImport(family: i32, result: usize): void;

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
