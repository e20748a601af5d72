/** The socket options, which are the same in WASI 0.2 and 0.3. UDP sockets have the last three only. Source: wasi:sockets/tcp@0.2.0. */

/** Whether probes are sent to a silent peer, 1 or 0. */
export const KEEP_ALIVE: i32 = 0;
/** How long a peer may be silent before the first probe; the OS may round it to seconds. */
export const KEEP_ALIVE_IDLE_NS: i32 = 1;
/** The time between two probes; the OS may round it to seconds. */
export const KEEP_ALIVE_INTERVAL_NS: i32 = 2;
/** After how many probes without an answer the connection is given up. */
export const KEEP_ALIVE_COUNT: i32 = 3;
/** How many routers a packet may pass, 1 to 255. */
export const HOP_LIMIT: i32 = 4;
/** How much the OS keeps for us to receive; it may keep another amount, on Linux twice as much. */
export const RECEIVE_BUFFER_BYTES: i32 = 5;
/** How much the OS keeps that is on its way; it may keep another amount, on Linux twice as much. */
export const SEND_BUFFER_BYTES: i32 = 6;

/** `shutdown-type`: no more reading. */
export const SHUTDOWN_RECEIVE: i32 = 0;
/** `shutdown-type`: no more writing; the peer sees the end of the stream. */
export const SHUTDOWN_SEND: i32 = 1;
/** `shutdown-type`: neither. */
export const SHUTDOWN_BOTH: i32 = 2;

/** Returns the largest value that the WIT type of an option holds. */
export function maxOf(option: i32): i64 {
  switch (option) {
    case KEEP_ALIVE:
      return 1;
    case KEEP_ALIVE_COUNT:
      return u32.MAX_VALUE;
    case HOP_LIMIT:
      return u8.MAX_VALUE;
    default:
      return i64.MAX_VALUE;
  }
}
