import { Connection, EventLoop } from '../loop';
import { Dispatcher } from './dispatcher';
import { Session } from './session';
import { WebSocketBridge } from './web-socket-bridge';

/** Bridges a client's WebSocket to an upstream that the proxy chooses. */
export class SessionBridge extends WebSocketBridge {
  private session!: BridgedSession;

  constructor(
    loop: EventLoop,
    private dispatcher: Dispatcher,
  ) {
    super(loop);
    this.session = new BridgedSession(loop, dispatcher, this);
  }

  protected connect(): void {
    this.session.connection = this.socket.connection;
    this.dispatcher.proceed(this.session);
  }

  protected onEnd(): void {
    this.session.reason = this.why;
    this.session.onClose();
  }
}

/** A session whose client comes by a WebSocket. The bytes that it tells of are those of the connection, with the headers of messages. */
class BridgedSession extends Session {
  constructor(
    loop: EventLoop,
    owner: Dispatcher,
    private bridge: SessionBridge,
  ) {
    super(loop, owner);
  }

  giveUp(reason: string): void {
    this.bridge.giveUp(reason);
  }

  hasConnected(connection: Connection): void {
    this.isRelayed = true;
    this.bridge.attach(connection);
  }

  onClose(): void {
    if (this.isRelayed) this.end();
    else super.onClose();
  }
}
