/** Facts about relays on the event loop. */
import {
  Connection,
  ConnectionHandler,
  EventLoop,
  RelayHandler,
  ServerHandler,
  SocketAddress,
  TcpListener,
  TcpStream,
  relay,
} from '../../../assembly';
import { bytesOf, connected, fact, factEqual, isOver, listen, sendAll, textOf } from './facts';
import { Recorder, Stage, nobodyAt, numbered } from './loop-facts';

const buffer = new StaticArray<u8>(65536);

/** Writes down what becomes of a relay: error of one, Error of the other, close. */
class Session extends RelayHandler {
  calls: string = '';
  bytes: i64 = 0;

  onError(connection: Connection, outcome: i32): void {
    this.calls += connection === this.one ? 'e' : 'E';
  }

  onClose(): void {
    this.calls += 'c';
    this.bytes = this.one.bytesReceived + this.one.bytesSent;
  }
}

/** Joins two connections once the second is open. */
class Joining extends Recorder {
  constructor(
    private client: Connection,
    private session: Session,
  ) {
    super();
  }

  onOpen(): void {
    super.onOpen();
    relay(this.client, this.connection, this.session);
  }
}

/** Relays each client to an address: at once, or when the address has been reached. */
class Relaying extends ServerHandler {
  /** What has been written down of the last client, its upstream, and both. */
  client: Recorder = new Recorder();
  upstream: Recorder = new Recorder();
  session: Session = new Session();
  joinsLater: bool = false;

  constructor(
    private loop: EventLoop,
    private to: SocketAddress,
  ) {
    super();
  }

  onAccept(client: Connection): ConnectionHandler | null {
    this.client = new Recorder();
    this.session = new Session();
    this.upstream = this.joinsLater ? new Joining(client, this.session) : new Recorder();
    const upstream = this.loop.connect('127.0.0.1', this.to.port, this.upstream);
    if (this.joinsLater) client.pause();
    else relay(client, upstream, this.session);
    return this.client;
  }
}

class RelayStage {
  stage: Stage = new Stage();
  upstream: TcpListener = listen();
  address: SocketAddress = new SocketAddress();
  server!: Relaying;

  constructor(to: SocketAddress | null = null) {
    const listener = listen();
    const loop = this.stage.loop;
    this.address = listener.localAddress;
    this.server = new Relaying(loop, to == null ? this.upstream.localAddress : to);
    loop.serveWith([listener], this.server, this.stage.options);
  }

  connect(): TcpStream {
    const client = TcpStream.connect(this.address);
    connected(client);
    return client;
  }

  accept(): TcpStream {
    let server = this.upstream.accept();
    while (server == null) {
      this.stage.loop.turn();
      server = this.upstream.accept();
    }
    return server!;
  }

  receive(stream: TcpStream): i32 {
    return this.stage.receive(stream, buffer);
  }

  /** Takes turns until so many connections of the loop have closed. */
  untilClosed(count: i32): bool {
    const loop = this.stage.loop;
    for (let i = 0; i < 20_000 && loop.counters.closed < count; i++) loop.turn();
    return loop.counters.closed == count;
  }
}

/** All of it. */
export function loopRelay(): void {
  const it = new RelayStage();
  const client = it.connect();
  sendAll(client, bytesOf('early'), 5);
  const server = it.accept();
  fact(
    'relay: what came before the other side was there arrives',
    it.receive(server) == 5 && textOf(buffer, 5) == 'early',
  );
  sendAll(server, bytesOf('hi'), 2);
  fact('relay: the other way too', it.receive(client) == 2 && textOf(buffer, 2) == 'hi');
  client.shutdownSend();
  factEqual('relay: passes the end on', it.receive(server), 0);
  sendAll(server, bytesOf('still'), 5);
  factEqual('relay: and the other way goes on', it.receive(client), 5);
  server.shutdownSend();
  factEqual('relay: until it ends too', it.receive(client), 0);
  client.close();
  server.close();
  fact(
    'relay: then both are over, and none has failed',
    it.untilClosed(2) && it.stage.loop.counters.failed == 0,
  );
  const near = it.server.client;
  const far = it.server.upstream;
  const session = it.server.session;
  fact('relay: its handler is told at the end', session.calls == 'c' && session.bytes == 12);
  fact('relay: each connection keeps its handler', near.calls == 'oc' && far.calls == 'oc');
  failing(it);
  pressing(it);
  const refused = new RelayStage(nobodyAt());
  const turned = refused.connect();
  fact('relay: where nobody listens, the client is cut off', isOver(refused.receive(turned)));
  fact(
    'relay: its handler and that of the upstream are told why',
    refused.untilClosed(2) &&
      refused.server.session.calls == 'Ec' &&
      refused.server.upstream.calls == '!c' &&
      refused.server.client.calls == 'oc',
  );
  turned.close();
  refused.stage.end();
}

/** A failure of either side ends the other, also when they were joined late; and what came before that arrives. */
function failing(it: RelayStage): void {
  it.server.joinsLater = true;
  const client = it.connect();
  sendAll(client, bytesOf('first'), 5);
  const server = it.accept();
  fact('relay: may begin when the upstream is open', it.receive(server) == 5 && textOf(buffer, 5) == 'first');
  const session = it.server.session;
  it.server.upstream.connection.abort();
  fact('relay: where one is aborted, the other side sees its end', isOver(it.receive(client)));
  fact('relay: and an abort is no failure', it.untilClosed(4) && session.calls == 'c');
  client.close();
  server.close();
}

/** Nobody reads at the other end: the sender is held up, and then gets everything through. */
function pressing(it: RelayStage): void {
  const client = it.connect();
  const server = it.accept();
  const most = 64 << 20;
  const data = numbered(65536);
  let sent = 0;
  for (let idle = 0; idle < 300 && sent < most; idle++) {
    const taken = client.send(data, data.length - (sent & 65535), sent & 65535);
    if (taken > 0) {
      sent += taken;
      idle = 0;
    } else it.stage.loop.turn();
  }
  fact('relay: a side that does not read holds up the other', sent < most);
  client.shutdownSend();
  let received = 0;
  let isRight = true;
  for (let bytes = it.receive(server); bytes > 0; bytes = it.receive(server)) {
    for (let i = 0; i < bytes; i += 997) isRight = isRight && buffer[i] == data[(received + i) & 65535];
    received += bytes;
  }
  fact('relay: once it reads, it gets all, in order', received == sent && isRight);
  const near = it.server.client.connection;
  const far = it.server.upstream.connection;
  fact('relay: what has passed is counted', near.bytesReceived == sent && far.bytesSent == sent);
  client.close();
  server.close();
  it.stage.end();
}
