import { Bytes, Selectable, TcpListener, TcpStream } from '../net';
import { formatNumber } from '../wasi';
import { ACCEPT_BUDGET, Acceptor } from './acceptor';
import { Channel } from './channel';
import { Connection } from './connection';
import { ConnectionHandler, ServerHandler } from './connection-handler';
import { ConnectionOptions } from './connection-options';
import { EventLoop } from './loop';

/** At the connection limit: new clients wait in the OS's backlog until one leaves. */
export const WHEN_FULL_WAIT: i32 = 0;
/** At the connection limit: new clients are accepted and their connections closed at once, so that they know. */
export const WHEN_FULL_REFUSE: i32 = 1;

/** What is asked of a server. */
export class AcceptOptions {
  /** WHEN_FULL_WAIT or WHEN_FULL_REFUSE. */
  whenFull: i32 = WHEN_FULL_WAIT;
  /** What is asked of each connection. */
  connection: ConnectionOptions = new ConnectionOptions();
}

/** Handles a client that is turned away. */
class Nobody extends ConnectionHandler {
  onData(connection: Connection, data: Bytes): void {}
}

/** Listeners on a loop, and who is told of their clients: `EventLoop.serve` makes it. */
export class Server extends Channel {
  private acceptor!: Acceptor<Channel>;
  private isClosed: bool = false;
  private hasRefused: bool = false;

  constructor(
    private loop: EventLoop,
    listeners: TcpListener[],
    private handler: ServerHandler,
    private options: AcceptOptions,
  ) {
    super();
    this.acceptor = new Acceptor<Channel>(loop.selector, listeners, loop.quota, this, loop.options.say);
  }

  /** How long the loop may wait at most before `turn` is called. */
  get waitNs(): i64 {
    return this.acceptor.waitNs;
  }

  /** Whether it listens again after a while, though no listener is registered. */
  get isPaused(): bool {
    return !this.isClosed && this.acceptor.isPaused;
  }

  /** Called when a listener is ready. */
  handle(object: Selectable, mask: i32): void {
    const listener = object as TcpListener;
    while (!this.mustRefuse) {
      const stream = this.acceptor.accept(listener);
      if (stream == null) break;
      this.welcome(stream);
    }
    if (this.mustRefuse) this.refuseMany(listener);
    if (this.acceptor.isDraining) this.loop.drain();
  }

  /** Once a turn: accepts again when there is room again. */
  turn(): void {
    if (this.isClosed) return;
    if (this.hasRefused && !this.loop.quota.isFull) this.hasRefused = false;
    this.acceptor.turn();
  }

  /** Stops listening, for good; its connections stay. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.acceptor.close();
    this.handler.onClose();
  }

  private get mustRefuse(): bool {
    return this.options.whenFull == WHEN_FULL_REFUSE && this.loop.quota.isFull;
  }

  private welcome(stream: TcpStream): void {
    const connection = new Connection(this.loop, this.options.connection);
    this.loop.counters.accepted++;
    connection.adopt(stream);
    const handler = this.handler.onAccept(connection);
    if (handler == null) {
      connection.handler = new Nobody();
      connection.abort();
      this.loop.counters.refused++;
    } else {
      connection.handler = handler;
      connection.open();
    }
  }

  private refuseMany(listener: TcpListener): void {
    for (let i = 0; i < ACCEPT_BUDGET; i++) {
      const stream = listener.accept();
      if (stream == null) return;
      this.loop.quota.count++; // until the host lets go of it
      this.loop.letGo(stream);
      this.loop.counters.refused++;
      if (!this.hasRefused)
        this.loop.options.say(
          'Limit of ' + formatNumber(this.loop.quota.limit) + ' connections reached: new clients are refused',
        );
      this.hasRefused = true;
    }
  }
}
