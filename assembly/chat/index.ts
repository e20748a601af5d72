export { Chat } from './chat';
export { ChatMetrics } from './chat-metrics';
export { Cluster } from './cluster';
export { ChatOptions } from './options';
export { LineClient } from './line-client';
export { WebSocketClient } from './web-socket-client';
