/** What `setOption` and `getOption` know; UDP sockets know the last three only. Source: wasi:sockets/tcp@0.2.0. */
export {
  HOP_LIMIT,
  KEEP_ALIVE,
  KEEP_ALIVE_COUNT,
  KEEP_ALIVE_IDLE_NS,
  KEEP_ALIVE_INTERVAL_NS,
  RECEIVE_BUFFER_BYTES,
  SEND_BUFFER_BYTES,
} from '../wasi/socket-options';
