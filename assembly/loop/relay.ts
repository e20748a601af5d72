import { Bytes } from '../net';
import { TcpConnection } from './tcp-connection';
import { Connection, ConnectionHandler } from './transport';

/** Is told what becomes of a relay: see `relay`. The methods do nothing unless overridden, `onIdle` apart. */
export class RelayHandler {
  /** The connection that was given first. Set by `relay`. */
  one!: Connection;
  /** The connection that was given second. Set by `relay`. */
  other!: Connection;

  /** One of the two has failed, or has failed to connect; `outcome` says why (see `describe`). The other one is reset next. */
  onError(connection: Connection, outcome: i32): void {}

  /** No byte has passed for the `idleNs` of one of the two. Unless overridden, both close. */
  onIdle(connection: Connection): void {
    this.one.close();
    this.other.close();
  }

  /** Both have closed: their `bytesReceived` and `bytesSent` are final. Called once, and last. */
  onClose(): void {}
}

/** One end of a relay: what arrives here goes to the other end. */
class RelayEnd extends ConnectionHandler {
  constructor(
    private other: TcpConnection,
    private handler: RelayHandler,
  ) {
    super();
  }

  onOpen(): void {
    this.connection.handler.onOpen();
  }

  onData(data: Bytes): void {
    if (!this.other.write(data)) this.connection.pause();
  }

  onWritable(): void {
    this.other.resume();
  }

  onEnd(): void {
    this.other.end();
  }

  onIdle(): void {
    this.handler.onIdle(this.connection);
  }

  /** The peers decide when their exchange ends: a drain lets it continue, and aborts it at its limit. */
  onDrain(): void {}

  onError(outcome: i32): void {
    this.connection.handler.onError(outcome);
    this.handler.onError(this.connection, outcome);
    this.other.reset();
  }

  onClose(): void {
    const connection = this.connection as TcpConnection;
    connection.handler.onClose();
    if (connection.hasEnded) this.other.close();
    else this.other.reset(); // what it still sends or is sent can't arrive
    if (this.other.isFinalized) this.handler.onClose();
  }
}

/**
 * Joins two connections, each of which may still be connecting, for the rest of their lives: what a proxy is made of. What arrives at
 * one is sent by the other, both are read, and neither is by more than the other takes (`autoPauseReads` has no meaning here).
 *
 * The end of a stream is passed on while the other direction continues (half-close). When one fails or is aborted, the other is
 * reset (`Connection.reset`). A drain lets the exchange continue until its limit.
 *
 * The connections keep their handlers, those given to `connect` and returned by `onAccept`, or set later: their `onOpen`, `onError` and
 * `onClose` are called as ever, the other methods no more. So `relay` may be called at any time: in `onAccept`, which returns its
 * handler as usual (a `RelayedHandler` will do), or in the `onOpen` of a connection to an upstream, with the client paused until then.
 * What a handler has received before is the program's to write, before this call.
 */
export function relay(one: Connection, other: Connection, handler: RelayHandler = new RelayHandler()): void {
  handler.one = one;
  handler.other = other;
  join(one as TcpConnection, other as TcpConnection, handler);
  join(other as TcpConnection, one as TcpConnection, handler);
}

function join(from: TcpConnection, to: TcpConnection, handler: RelayHandler): void {
  from.relayTo(to, new RelayEnd(to, handler));
  from.resume();
  if (from.hasInputEnded) to.end();
  if (from.isFinalized) to.reset();
}

/** Handles a connection that takes part in a relay and needs no more. */
export class RelayedHandler extends ConnectionHandler {
  onData(data: Bytes): void {}
}
