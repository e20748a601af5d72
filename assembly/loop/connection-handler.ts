import { Bytes } from '../net';
import { Connection } from './connection';

/**
 * What a server does with a connection: Python's `asyncio.Protocol`. One object for each connection, with its state, or one for all.
 *
 * `onOpen`, then `onData` and the others as it comes, `onEnd` once at most, `onError` when it fails, at last `onClose`, once. A
 * connection that never came to be only gets the last two. No call comes from within a call to the connection.
 */
export abstract class ConnectionHandler {
  /** The connection is there. */
  onOpen(connection: Connection): void {}

  /** Bytes have arrived. `data` is good until this returns: `copy` what is kept. */
  abstract onData(connection: Connection, data: Bytes): void;

  /** What waited to be sent has left, down to the low watermark, after `write` had returned false. */
  onWritable(connection: Connection): void {}

  /** The peer has sent its last byte; it may still receive. Unless overridden, what waits is sent and then it closes. */
  onEnd(connection: Connection): void {
    connection.close();
  }

  /** Nothing has passed for `idleNs`. Unless overridden, it closes. */
  onIdle(connection: Connection): void {
    connection.close();
  }

  /** The loop drains. Unless overridden, what has arrived is still handled and answered, and then it closes. */
  onDrain(connection: Connection): void {
    connection.finish();
  }

  /** It has failed: `outcome` says why (see `describe`); TIMEOUT: its peer, OUT_OF_MEMORY: it would not take what waited for it. */
  onError(connection: Connection, outcome: i32): void {}

  /** It is over. */
  onClose(connection: Connection): void {}
}

/** What a server does with new clients. */
export abstract class ServerHandler {
  /** A client has connected: returns who handles it, or null to refuse it. */
  abstract onAccept(connection: Connection): ConnectionHandler | null;

  /** The server accepts no more, for good. */
  onClose(): void {}
}
