export { ProxyOptions } from './options';
export { TcpProxy } from './tcp-proxy';
export { UpstreamName } from './upstream-name';
