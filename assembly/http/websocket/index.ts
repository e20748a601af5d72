export {
  CLOSE_ABNORMAL,
  CLOSE_GOING_AWAY,
  CLOSE_INTERNAL_ERROR,
  CLOSE_NORMAL,
  CLOSE_NO_CODE,
  CLOSE_POLICY,
} from './close-codes';
export { WebSocketFrame } from './frame';
export { Handshake } from './handshake';
export { WebSocketOptions } from './options';
export { WebSocket, WebSocketHandler, WebSocketMessage } from './web-socket';
export { WebSocketConnection } from './web-socket-connection';
