export {
  CLOSE_ABNORMAL,
  CLOSE_BAD_GATEWAY,
  CLOSE_GOING_AWAY,
  CLOSE_INTERNAL_ERROR,
  CLOSE_NORMAL,
  CLOSE_NO_CODE,
  CLOSE_POLICY,
  CLOSE_TRY_AGAIN_LATER,
  CLOSE_UNSUPPORTED,
} from './close-codes';
export { WebSocketFrame } from './frame';
export { WebSocketOptions } from './options';
export { WebSocket, WebSocketHandler, WebSocketMessage } from './web-socket';
export { WebSocketFunction } from './web-socket-upgrade';
