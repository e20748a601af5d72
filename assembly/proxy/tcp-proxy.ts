import { Connection, ConnectionHandler, EventLoop, ServerHandler } from '../loop';
import { ProxyOptions } from './options';
import { Session } from './session';

/** Connects each client to an upstream: serve it with `EventLoop.serveWith`. */
export class TcpProxy extends ServerHandler {
  constructor(
    private loop: EventLoop,
    private options: ProxyOptions,
  ) {
    super();
  }

  onAccept(client: Connection): ConnectionHandler {
    return new Session(this.loop, this.options);
  }
}
