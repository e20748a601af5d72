/** wasi:sockets/types@0.3.0: the options of a TCP socket. */
import { RESULT } from '../abi/memory';
import { INVALID_ARGUMENT, NOT_SUPPORTED } from '../abi/outcomes';
import {
  HOP_LIMIT,
  KEEP_ALIVE,
  KEEP_ALIVE_COUNT,
  KEEP_ALIVE_IDLE_NS,
  KEEP_ALIVE_INTERVAL_NS,
  RECEIVE_BUFFER_BYTES,
  SEND_BUFFER_BYTES,
  maxOf,
} from '../abi/options';
import { outcomeAt, unitResult } from './network';
import { TcpSocket, handleOf } from './tcp';


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.get-keep-alive-enabled')
declare function getKeepAliveEnabled(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.set-keep-alive-enabled')
declare function setKeepAliveEnabled(self: i32, value: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.get-keep-alive-idle-time')
declare function getKeepAliveIdleTime(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.set-keep-alive-idle-time')
declare function setKeepAliveIdleTime(self: i32, value: u64, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.get-keep-alive-interval')
declare function getKeepAliveInterval(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.set-keep-alive-interval')
declare function setKeepAliveInterval(self: i32, value: u64, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.get-keep-alive-count')
declare function getKeepAliveCount(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.set-keep-alive-count')
declare function setKeepAliveCount(self: i32, value: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.get-hop-limit')
declare function getHopLimit(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.set-hop-limit')
declare function setHopLimit(self: i32, value: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.get-receive-buffer-size')
declare function getReceiveBufferSize(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.set-receive-buffer-size')
declare function setReceiveBufferSize(self: i32, value: u64, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.get-send-buffer-size')
declare function getSendBufferSize(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]tcp-socket.set-send-buffer-size')
declare function setSendBufferSize(self: i32, value: u64, result: usize): void;

/** Sets an option. Returns 0, or INVALID_ARGUMENT (0, or too large), INVALID_STATE or NOT_SUPPORTED. */
export function setTcpOption(socket: TcpSocket, option: i32, value: i64): i32 {
  if (value < 0 || value > maxOf(option)) return INVALID_ARGUMENT;
  const self = handleOf(socket);
  if (option == KEEP_ALIVE) setKeepAliveEnabled(self, <i32>value, RESULT);
  else if (option == KEEP_ALIVE_IDLE_NS) setKeepAliveIdleTime(self, value, RESULT);
  else if (option == KEEP_ALIVE_INTERVAL_NS) setKeepAliveInterval(self, value, RESULT);
  else if (option == KEEP_ALIVE_COUNT) setKeepAliveCount(self, <i32>value, RESULT);
  else if (option == HOP_LIMIT) setHopLimit(self, <i32>value, RESULT);
  else if (option == RECEIVE_BUFFER_BYTES) setReceiveBufferSize(self, value, RESULT);
  else if (option == SEND_BUFFER_BYTES) setSendBufferSize(self, value, RESULT);
  else return NOT_SUPPORTED;
  return unitResult();
}

/** Returns the value of an option; negative: INVALID_STATE or NOT_SUPPORTED. */
export function getTcpOption(socket: TcpSocket, option: i32): i64 {
  const self = handleOf(socket);
  if (option == KEEP_ALIVE) getKeepAliveEnabled(self, RESULT);
  else if (option == KEEP_ALIVE_IDLE_NS) getKeepAliveIdleTime(self, RESULT);
  else if (option == KEEP_ALIVE_INTERVAL_NS) getKeepAliveInterval(self, RESULT);
  else if (option == KEEP_ALIVE_COUNT) getKeepAliveCount(self, RESULT);
  else if (option == HOP_LIMIT) getHopLimit(self, RESULT);
  else if (option == RECEIVE_BUFFER_BYTES) getReceiveBufferSize(self, RESULT);
  else if (option == SEND_BUFFER_BYTES) getSendBufferSize(self, RESULT);
  else return NOT_SUPPORTED;
  return optionResult(option);
}

/** Reads a result whose value is a u8 or bool, a u32 or a u64, depending on the option. */
function optionResult(option: i32): i64 {
  const isByte = option == KEEP_ALIVE || option == HOP_LIMIT;
  const isWide = !isByte && option != KEEP_ALIVE_COUNT;
  const failed = outcomeAt(RESULT, isWide ? 8 : 4);
  if (failed != 0) return failed;
  if (isByte) return load<u8>(RESULT, 4);
  return isWide ? load<i64>(RESULT, 8) : load<u32>(RESULT, 4);
}
