export { IPV4, IPV6 } from '../wasi/abi/addresses';
export {
  HOP_LIMIT,
  KEEP_ALIVE,
  KEEP_ALIVE_COUNT,
  KEEP_ALIVE_IDLE_NS,
  KEEP_ALIVE_INTERVAL_NS,
  RECEIVE_BUFFER_BYTES,
  SEND_BUFFER_BYTES,
} from '../wasi/abi/options';
export * from '../wasi/abi/outcomes';
export { SocketAddress } from './address';
export { Bytes } from './bytes';
export { Endpoint, localAddressOf, openEndpoint } from './endpoint';
export { NameLookup } from './name-lookup';
export { describe } from './outcomes';
export { parseDecimal, parseIpAddress } from './parse-address';
export { Selectable, Watcher } from './selectable';
export { StandardInput } from './standard-input';
export { DEFAULT_BACKLOG, TcpListener } from './tcp-listener';
export { TcpStream } from './tcp-stream';
export { Timer } from './timer';
export { UdpSocket } from './udp-socket';
