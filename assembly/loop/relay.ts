import { Bytes } from '../net';
import { Connection } from './connection';
import { ConnectionHandler } from './connection-handler';

/**
 * Handles one end of a relay: what arrives here goes to the other end.
 *
 * The end of the stream is passed on, and the other direction goes on (half-close); so are failures: the other end is aborted. No more
 * waits to be sent than the high watermark and one turn's input, since reading pauses while the other end has much waiting.
 */
export class RelayHandler extends ConnectionHandler {
  constructor(private other: Connection) {
    super();
  }

  onData(connection: Connection, data: Bytes): void {
    if (!this.other.write(data)) connection.pause();
  }

  onWritable(connection: Connection): void {
    this.other.resume();
  }

  onEnd(connection: Connection): void {
    this.other.end();
  }

  onError(connection: Connection, outcome: i32): void {
    this.other.abort();
  }

  onClose(connection: Connection): void {
    this.other.close();
  }

  /** What both ends have to say to each other is not ours to end: they finish by themselves, or are cut off. */
  onDrain(connection: Connection): void {}
}

/**
 * Joins two connections, one or both of which may still be connecting: what a proxy is made of. Both should have been made with
 * options whose `holdsBack` is false.
 */
export function relay(one: Connection, other: Connection): void {
  one.handler = new RelayHandler(other);
  other.handler = new RelayHandler(one);
}
