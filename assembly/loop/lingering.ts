import { Selectable, TcpStream } from '../net';
import { EVENT_WRITE } from '../selectors';
import { Channel } from './channel';
import { EventLoop } from './loop';

/**
 * Streams whose connections are over, but which the host does not let go of, since it still has bytes for their peers: wasmtime would
 * stand still until they are read. They count as connections until then.
 */
export class Lingering extends Channel {
  /** How many there are. */
  count: i32 = 0;

  constructor(private loop: EventLoop) {
    super();
  }

  /** Closes a stream, now or when the host lets go of it. */
  close(stream: TcpStream): void {
    this.loop.selector.unregister(stream);
    if (stream.abort()) this.loop.quota.count--;
    else {
      this.count++;
      this.loop.selector.register(stream, EVENT_WRITE, this);
    }
  }

  /** Called when the host may have let go of a stream. */
  handle(object: Selectable, mask: i32): void {
    if (!(object as TcpStream).abort()) return;
    this.loop.selector.unregister(object);
    this.loop.quota.count--;
    this.count--;
  }
}
