/**
 * wasi:sockets/udp@0.2.0: the options of a socket. `udp` passes it on.
 *
 * result<T, error-code>: +0 failed; the value or code follows at T's alignment: u8 +1, u64 +8.
 */
import { RESULT } from './memory';
import { byteResult, longResult, unitResult } from './network';
import { INVALID_ARGUMENT, NOT_SUPPORTED } from './outcomes';
import { HOP_LIMIT, RECEIVE_BUFFER_BYTES, SEND_BUFFER_BYTES } from './socket-options';
import { UdpSocket } from './udp';


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.unicast-hop-limit')
declare function getHopLimit(self: UdpSocket, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.set-unicast-hop-limit')
declare function setHopLimit(self: UdpSocket, value: i32, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.receive-buffer-size')
declare function getReceiveBuffer(self: UdpSocket, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.set-receive-buffer-size')
declare function setReceiveBuffer(self: UdpSocket, value: u64, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.send-buffer-size')
declare function getSendBuffer(self: UdpSocket, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.set-send-buffer-size')
declare function setSendBuffer(self: UdpSocket, value: u64, result: usize): void;

/**
 * Sets HOP_LIMIT, RECEIVE_BUFFER_BYTES or SEND_BUFFER_BYTES of `tcp-options`.
 *
 * Returns 0, or INVALID_ARGUMENT (0, or more than it can be), INVALID_STATE or NOT_SUPPORTED (another option).
 */
export function setUdpOption(socket: UdpSocket, option: i32, value: i64): i32 {
  if (value < 0 || (option == HOP_LIMIT && value > <i64>u8.MAX_VALUE)) return INVALID_ARGUMENT;
  if (option == HOP_LIMIT) setHopLimit(socket, <i32>value, RESULT);
  else if (option == RECEIVE_BUFFER_BYTES) setReceiveBuffer(socket, value, RESULT);
  else if (option == SEND_BUFFER_BYTES) setSendBuffer(socket, value, RESULT);
  else return NOT_SUPPORTED;
  return unitResult();
}

/** Reads an option; negative: INVALID_STATE or NOT_SUPPORTED. */
export function getUdpOption(socket: UdpSocket, option: i32): i64 {
  if (option == HOP_LIMIT) getHopLimit(socket, RESULT);
  else if (option == RECEIVE_BUFFER_BYTES) getReceiveBuffer(socket, RESULT);
  else if (option == SEND_BUFFER_BYTES) getSendBuffer(socket, RESULT);
  else return NOT_SUPPORTED;
  return option == HOP_LIMIT ? byteResult() : longResult();
}
