import { Connection, ConnectionHandler, EventLoop, relay } from '../loop';
import { Bytes } from '../net';
import { ProxyOptions } from './options';

/** One client, until it is connected to an upstream. */
export class Session extends ConnectionHandler {
  constructor(
    private loop: EventLoop,
    private options: ProxyOptions,
  ) {
    super();
  }

  onOpen(): void {
    const name = this.options.upstreams[0];
    this.connection.pause();
    this.loop.connect(name.host, name.port, new Attempt(this), this.options.connection);
  }

  /** Nothing arrives while it is paused. */
  onData(data: Bytes): void {}

  onDrain(): void {}

  /** An upstream has taken the connection. */
  hasConnected(upstream: Connection): void {
    const client = this.connection;
    if (client.isClosed) return upstream.abort();
    relay(client, upstream);
    client.resume();
  }

  /** No upstream has. */
  hasFailed(): void {
    this.connection.abort();
  }
}

/** One try to connect to an upstream. */
class Attempt extends ConnectionHandler {
  constructor(private session: Session) {
    super();
  }

  onOpen(): void {
    this.session.hasConnected(this.connection);
  }

  onData(data: Bytes): void {}

  onDrain(): void {}

  onError(outcome: i32): void {
    this.session.hasFailed();
  }
}
