export {
  BALANCE_LEAST_CONNECTIONS,
  BALANCE_ROUND_ROBIN,
  BALANCE_SOURCE_HASH,
  HealthCheckOptions,
  ProxyOptions,
} from './options';
export { Session } from './session';
export { SessionLog } from './session-log';
export { TcpProxy } from './tcp-proxy';
export { Upstream } from './upstream';
export { UpstreamName } from './upstream-name';
export { MAX_UPSTREAMS, UpstreamSet } from './upstream-set';
export { WebSocketBridge } from './web-socket-bridge';
