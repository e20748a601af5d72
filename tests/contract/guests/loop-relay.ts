/** Facts about relays on the event loop. */
import {
  Connection,
  ConnectionHandler,
  ConnectionOptions,
  EventLoop,
  ServerHandler,
  SocketAddress,
  TcpListener,
  TcpStream,
  relay,
} from '../../../assembly';
import { bytesOf, connected, fact, factEqual, isOver, listen, sendAll, textOf } from './facts';
import { Recorder, Stage, nobodyAt, numbered } from './loop-facts';

const buffer = new StaticArray<u8>(65536);

/** Relays each client to an address. */
class Relaying extends ServerHandler {
  constructor(
    private loop: EventLoop,
    private to: SocketAddress,
    private options: ConnectionOptions,
  ) {
    super();
  }

  onAccept(client: Connection): ConnectionHandler | null {
    const upstream = this.loop.connect('127.0.0.1', this.to.port, new Recorder(), this.options);
    relay(client, upstream);
    return client.handler;
  }
}

class RelayStage {
  stage: Stage = new Stage();
  upstream: TcpListener = listen();
  address: SocketAddress = new SocketAddress();

  constructor(to: SocketAddress | null = null) {
    const listener = listen();
    const loop = this.stage.loop;
    this.address = listener.localAddress;
    this.stage.connection.autoPauseReads = false;
    const target = to == null ? this.upstream.localAddress : to;
    loop.serveWith([listener], new Relaying(loop, target, this.stage.connection), this.stage.options);
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
  for (let i = 0; i < 20_000 && it.stage.loop.counters.closed < 2; i++) it.stage.loop.turn();
  fact(
    'relay: then both are over, and none has failed',
    it.stage.loop.counters.closed == 2 && it.stage.loop.counters.failed == 0,
  );
  pressing(it);
  const refused = new RelayStage(nobodyAt());
  const turned = refused.connect();
  fact('relay: where nobody listens, the client is cut off', isOver(refused.receive(turned)));
  turned.close();
  refused.stage.end();
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
  client.close();
  server.close();
  it.stage.end();
}
