/** tcp-socket.create of wasi:sockets/types@0.3.0. */
import { RESULT } from './memory';
import { unitResult } from './network';
import { TcpSocket, openSocket } from './tcp-socket';

// [static]tcp-socket.create: func(address-family) -> result<tcp-socket, error-code>
@external('wasi:sockets/types@0.3.0', '[static]tcp-socket.create')
declare function create(family: i32, result: usize): void;

/** Makes a socket of the family (`IPV4` or `IPV6`). Returns it, or NOT_SUPPORTED (no such family) or another failure. */
export function createTcpSocket(family: i32): TcpSocket {
  create(family, RESULT);
  const failed = unitResult();
  return failed != 0 ? failed : openSocket(load<i32>(RESULT, 4));
}
