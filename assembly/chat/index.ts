export { Chat } from './chat';
export { ChatOptions } from './options';
export { LineClient } from './line-client';
export { WebSocketClient } from './web-socket-client';
