import { Bytes } from '../net';
import { Connection, ConnectionHandler } from './transport';

/**
 * Handles one end of a relay: what arrives here goes to the other end.
 *
 * The end of the stream is passed on, and the other direction stays open (half-close); a failure aborts the other end. At most the high
 * watermark and one turn's input wait to be sent, since reading pauses while the other end is full.
 */
export class RelayHandler extends ConnectionHandler {
  constructor(private other: Connection) {
    super();
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

  onError(outcome: i32): void {
    this.other.abort();
  }

  onClose(): void {
    this.other.close();
  }

  /** The peers decide when their exchange ends: a drain lets it continue, and aborts it at its limit. */
  onDrain(): void {}
}

/**
 * Joins two connections, one or both of which may still be connecting: what a proxy is made of. Both should have been made with
 * options whose `autoPauseReads` is false.
 */
export function relay(one: Connection, other: Connection): void {
  one.handler = new RelayHandler(other);
  other.handler = new RelayHandler(one);
}
