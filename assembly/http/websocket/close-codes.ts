/** Close code: all is done. Source: RFC 6455, section 7.4.1, as those below. */
export const CLOSE_NORMAL: i32 = 1000;
/** Close code: the server ends, or the page is left. */
export const CLOSE_GOING_AWAY: i32 = 1001;
/** Close code: the peer broke the protocol. */
export const CLOSE_PROTOCOL_ERROR: i32 = 1002;
/** Close code: a kind of message that is not taken. */
export const CLOSE_UNSUPPORTED: i32 = 1003;
/** Told by `onClose`, never sent: the peer's close frame had no code. */
export const CLOSE_NO_CODE: i32 = 1005;
/** Told by `onClose`, never sent: the connection ended without a close frame of the peer. */
export const CLOSE_ABNORMAL: i32 = 1006;
/** Close code: a text is not UTF-8. */
export const CLOSE_INVALID_TEXT: i32 = 1007;
/** Close code: a rule of the program's own. */
export const CLOSE_POLICY: i32 = 1008;
/** Close code: a message is too long. */
export const CLOSE_TOO_BIG: i32 = 1009;
/** Close code: the server has failed. */
export const CLOSE_INTERNAL_ERROR: i32 = 1011;
/** Close code: the server has no capacity now. Source: IANA's registry of WebSocket close codes. */
export const CLOSE_TRY_AGAIN_LATER: i32 = 1013;
/** Close code: the server is a gateway, and the server behind it can't be reached. Source: as CLOSE_TRY_AGAIN_LATER. */
export const CLOSE_BAD_GATEWAY: i32 = 1014;

/** Whether a close frame may have the code. Source: RFC 6455, section 7.4.2, and IANA's registry of WebSocket close codes. */
export function isCloseCode(code: i32): bool {
  if (code >= 3000) return code <= 4999;
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
}
