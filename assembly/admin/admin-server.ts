import {
  AcceptOptions,
  Connection,
  ConnectionHandler,
  EventLoop,
  LoopOptions,
  Server,
  ServerHandler,
} from '../loop';
import { TcpListener } from '../net';
import { AdminConnection } from './admin-connection';
import { AdminOptions } from './options';
import { AdminProgram } from './program';
import { AdminResponder } from './responder';

/**
 * Tells of a program on an event loop, and lets it drain: `/healthz`, `/readyz`, `/metrics` and, by POST, `/drain`, which answers when
 * all has drained. Its connections are apart from the program's (see `EventLoop.serveApart`), each for one request.
 */
export class AdminServer extends ServerHandler {
  private responder: AdminResponder;

  constructor(
    private loop: EventLoop,
    private program: AdminProgram,
    private options: AdminOptions = new AdminOptions(),
  ) {
    super();
    this.responder = new AdminResponder(program, options.head);
  }

  /** Serves at listeners, which it takes over. Null: as with `EventLoop.serveWith`. */
  serve(listeners: TcpListener[]): Server | null {
    const bounds = new LoopOptions();
    bounds.maxConnections = this.options.maxConnections;
    const accept = new AcceptOptions();
    accept.connection.writeNs = this.options.writeNs;
    accept.connection.lingerNs = this.options.lingerNs;
    return this.loop.serveApart(listeners, this, bounds, accept);
  }

  onAccept(connection: Connection): ConnectionHandler {
    return new AdminConnection(this.loop, this.program, this.responder, this.options);
  }
}
