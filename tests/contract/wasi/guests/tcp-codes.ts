/** What calls on a TCP socket come to: an error code, or OK. */
import { accept, localAddress, remoteAddress, shutdown } from './imports/tcp';
import { setBacklog } from './imports/tcp-options';
import { RESULT, unit, wide } from './results';

export function addressCode(socket: i32): i32 {
  localAddress(socket, RESULT);
  return wide();
}

export function remoteCode(socket: i32): i32 {
  remoteAddress(socket, RESULT);
  return wide();
}

export function acceptCode(socket: i32): i32 {
  accept(socket, RESULT);
  return wide();
}

export function shutdownCode(socket: i32, how: i32 = 1): i32 {
  shutdown(socket, how, RESULT);
  return unit();
}

export function backlogCode(socket: i32, value: u64): i32 {
  setBacklog(socket, value, RESULT);
  return unit();
}
