export { IPV4, IPV6, SocketAddress } from './address';
export * from './outcomes';
export { parseDecimal, parseIpAddress } from './parse-address';
export { Selectable, Watcher } from './selectable';
export { DEFAULT_BACKLOG, TcpListener } from './tcp-listener';
export { TcpStream } from './tcp-stream';
