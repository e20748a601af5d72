/**
 * wasi:sockets/tcp@0.2.0: the options of a socket.
 *
 * result<T, error-code>: +0 failed; the value or code follows at T's alignment: bool and u8 +1, u32 +4, u64 +8.
 */
import { RESULT } from '../abi/memory';
import { byteResult, longResult, unitResult, wideResult } from './network';
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
import { TcpSocket } from './tcp';


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.keep-alive-enabled')
declare function getKeepAlive(self: TcpSocket, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.set-keep-alive-enabled')
declare function setKeepAlive(self: TcpSocket, value: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.keep-alive-idle-time')
declare function getIdleTime(self: TcpSocket, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.set-keep-alive-idle-time')
declare function setIdleTime(self: TcpSocket, value: u64, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.keep-alive-interval')
declare function getInterval(self: TcpSocket, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.set-keep-alive-interval')
declare function setInterval(self: TcpSocket, value: u64, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.keep-alive-count')
declare function getCount(self: TcpSocket, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.set-keep-alive-count')
declare function setCount(self: TcpSocket, value: u32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.hop-limit')
declare function getHopLimit(self: TcpSocket, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.set-hop-limit')
declare function setHopLimit(self: TcpSocket, value: i32, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.receive-buffer-size')
declare function getReceiveBuffer(self: TcpSocket, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.set-receive-buffer-size')
declare function setReceiveBuffer(self: TcpSocket, value: u64, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.send-buffer-size')
declare function getSendBuffer(self: TcpSocket, result: usize): void;


@external('wasi:sockets/tcp@0.2.0', '[method]tcp-socket.set-send-buffer-size')
declare function setSendBuffer(self: TcpSocket, value: u64, result: usize): void;

/** Sets an option. Returns 0, or INVALID_ARGUMENT (0, or too large), INVALID_STATE or NOT_SUPPORTED. */
export function setTcpOption(socket: TcpSocket, option: i32, value: i64): i32 {
  if (value < 0 || value > maxOf(option)) return INVALID_ARGUMENT;
  switch (option) {
    case KEEP_ALIVE:
      setKeepAlive(socket, <i32>value, RESULT);
      break;
    case KEEP_ALIVE_IDLE_NS:
      setIdleTime(socket, value, RESULT);
      break;
    case KEEP_ALIVE_INTERVAL_NS:
      setInterval(socket, value, RESULT);
      break;
    case KEEP_ALIVE_COUNT:
      setCount(socket, <u32>value, RESULT);
      break;
    case HOP_LIMIT:
      setHopLimit(socket, <i32>value, RESULT);
      break;
    case RECEIVE_BUFFER_BYTES:
      setReceiveBuffer(socket, value, RESULT);
      break;
    case SEND_BUFFER_BYTES:
      setSendBuffer(socket, value, RESULT);
      break;
    default:
      return NOT_SUPPORTED;
  }
  return unitResult();
}

/** Returns the value of an option; negative: INVALID_STATE or NOT_SUPPORTED. */
export function getTcpOption(socket: TcpSocket, option: i32): i64 {
  switch (option) {
    case KEEP_ALIVE:
      getKeepAlive(socket, RESULT);
      return byteResult();
    case KEEP_ALIVE_IDLE_NS:
      getIdleTime(socket, RESULT);
      return longResult();
    case KEEP_ALIVE_INTERVAL_NS:
      getInterval(socket, RESULT);
      return longResult();
    case KEEP_ALIVE_COUNT: {
      getCount(socket, RESULT);
      const failed = wideResult();
      return failed != 0 ? failed : <i64>load<u32>(RESULT, 4);
    }
    case HOP_LIMIT:
      getHopLimit(socket, RESULT);
      return byteResult();
    case RECEIVE_BUFFER_BYTES:
      getReceiveBuffer(socket, RESULT);
      return longResult();
    case SEND_BUFFER_BYTES:
      getSendBuffer(socket, RESULT);
      return longResult();
    default:
      return NOT_SUPPORTED;
  }
}
