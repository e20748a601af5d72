/** The options of udp-socket of wasi:sockets/types@0.3.0. */
import { RESULT } from './memory';
import { outcomeAt, unitResult } from './network';
import { INVALID_ARGUMENT, NOT_SUPPORTED } from './outcomes';
import { HOP_LIMIT, RECEIVE_BUFFER_BYTES, SEND_BUFFER_BYTES, mostOf } from './socket-options';
import { UdpSocket } from './udp';


@external('wasi:sockets/types@0.3.0', '[method]udp-socket.get-unicast-hop-limit')
declare function getUnicastHopLimit(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]udp-socket.set-unicast-hop-limit')
declare function setUnicastHopLimit(self: i32, value: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]udp-socket.get-receive-buffer-size')
declare function getReceiveBufferSize(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]udp-socket.set-receive-buffer-size')
declare function setReceiveBufferSize(self: i32, value: u64, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]udp-socket.get-send-buffer-size')
declare function getSendBufferSize(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]udp-socket.set-send-buffer-size')
declare function setSendBufferSize(self: i32, value: u64, result: usize): void;

/** Sets an option: HOP_LIMIT, RECEIVE_BUFFER_BYTES or SEND_BUFFER_BYTES. Returns 0, INVALID_ARGUMENT or another failure. */
export function setUdpOption(socket: UdpSocket, option: i32, value: i64): i32 {
  if (value < 0 || value > mostOf(option)) return INVALID_ARGUMENT;
  if (option == HOP_LIMIT) setUnicastHopLimit(socket, <i32>value, RESULT);
  else if (option == RECEIVE_BUFFER_BYTES) setReceiveBufferSize(socket, value, RESULT);
  else if (option == SEND_BUFFER_BYTES) setSendBufferSize(socket, value, RESULT);
  else return NOT_SUPPORTED;
  return unitResult();
}

/** Reads an option. Returns its value or a negative outcome. */
export function getUdpOption(socket: UdpSocket, option: i32): i64 {
  if (option == HOP_LIMIT) getUnicastHopLimit(socket, RESULT);
  else if (option == RECEIVE_BUFFER_BYTES) getReceiveBufferSize(socket, RESULT);
  else if (option == SEND_BUFFER_BYTES) getSendBufferSize(socket, RESULT);
  else return NOT_SUPPORTED;
  const failed = outcomeAt(RESULT, option == HOP_LIMIT ? 4 : 8);
  if (failed != 0) return failed;
  return option == HOP_LIMIT ? load<u8>(RESULT, 4) : load<i64>(RESULT, 8);
}
