export { Networks } from './networks';
export { ProxyHeaderFilter } from './proxy-header-filter';
export { PROXY_V1, PROXY_V2 } from './signature';
export { localProxyHeader, proxyHeader } from './write-header';
