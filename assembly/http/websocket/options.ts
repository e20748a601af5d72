const SECOND_NS: i64 = 1_000_000_000;

/** Options of WebSockets. One object may serve many; a change counts from then on. */
export class WebSocketOptions {
  /** The longest message that is received, in bytes; a longer one closes the WebSocket with 1009. */
  maxMessageBytes: i32 = 1 << 20;
  /** The longest fragment of a message that is received, in bytes; a longer one closes the WebSocket with 1009. */
  maxFrameBytes: i32 = i32.MAX_VALUE;
  /**
   * Whether messages are told in pieces, as they arrive: `onMessage` gets each piece, a message may have any length, and nothing says
   * where it ends. A piece of a text may end within a character.
   */
  inPieces: bool = false;
  /**
   * Bytes that all WebSockets of the program together keep of messages that have not arrived in full, or that wait since their client
   * does not read; beyond it, a WebSocket that has to keep more closes with 1013.
   */
  heldBytes: i32 = 8 << 20;
  /** The subprotocols that the server knows, the best first: the first one that the client offers is chosen. */
  protocols: string[] = [];
  /** The origins of pages that may connect, such as `https://example.com`, compared exactly; empty: any, and clients without one. */
  origins: string[] = [];
  /** After how long without a byte from the client it is sent a ping. `i64.MAX_VALUE`: never. */
  pingIntervalNs: i64 = 30 * SECOND_NS;
  /** How long nothing may arrive after a ping, before the connection is aborted; the next silence is counted from then on. */
  pongTimeoutNs: i64 = 20 * SECOND_NS;
  /** How long the client may take to answer a close frame, before the connection is aborted. */
  closeTimeoutNs: i64 = 5 * SECOND_NS;
}
