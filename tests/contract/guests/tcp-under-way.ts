/** Facts about TCP connections that are not decided yet. */
import {
  EVENT_READ,
  EVENT_WRITE,
  INVALID_STATE,
  IPV4,
  SocketAddress,
  TcpListener,
  TcpStream,
  WOULD_BLOCK,
} from '../../../assembly';
import {
  MILLISECOND_NS,
  PATIENCE_NS,
  acceptOne,
  fact,
  factEqual,
  first,
  listen,
  make,
  receiveOne,
  sendAll,
} from './facts';

const buffer = new StaticArray<u8>(1024);

/** While it is not decided: the listener's host may decide at once, so this looks only at what must hold either way. */
export function underWay(): void {
  const listener = listen();
  const selector = make();
  const client = TcpStream.connect(listener.localAddress, SocketAddress.loopback(IPV4, 0));
  const key = selector.register(client, EVENT_WRITE, first);
  fact('connect: can be registered while it is under way', key != null);
  factEqual('connect: recv has nothing yet', client.recv(buffer), WOULD_BLOCK);
  const ready = selector.select();
  fact('connect: success reports WRITE', ready.length == 1 && ready.mask(0) == EVENT_WRITE);
  factEqual('connect: from an address of ours comes to 0', client.finishConnect(), 0);
  factEqual('connect: sends once it is connected', sendAll(client, buffer, 3), 3);
  const server = acceptOne(listener);
  factEqual('connect: what was sent arrives', receiveOne(server, buffer), 3);
  selector.modify(client, EVENT_READ, first);
  factEqual('connect: then READ stands for bytes', selector.select(0).length, 0);
  sendAll(server, buffer, 1);
  fact('connect: and bytes report READ', selector.select().length == 1 && client.recv(buffer) == 1);
  selector.unregister(client);
  const early = TcpStream.connect(listener.localAddress);
  selector.register(early, EVENT_READ | EVENT_WRITE, first);
  early.close();
  factEqual('connect: closed while it is under way, it is never ready', selector.select(0).length, 0);
  selector.close();
  client.close();
  server.close();
  listener.close();
}

/**
 * A listener whose backlog is full lets a client wait: Linux drops its first packet, which is sent again after a second.
 * So this one really is under way for a while.
 */
export function waitingInLine(): void {
  const listener = new TcpListener();
  listener.listen(SocketAddress.loopback(IPV4, 0), 1);
  const clients: TcpStream[] = [];
  const selector = make();
  let client = TcpStream.connect(listener.localAddress);
  selector.register(client, EVENT_READ | EVENT_WRITE, first);
  while (selector.select(50 * MILLISECOND_NS).length > 0 && clients.length < 100) {
    selector.unregister(client);
    clients.push(client);
    client = TcpStream.connect(listener.localAddress);
    selector.register(client, EVENT_READ | EVENT_WRITE, first);
  }
  factEqual('under way: it is not ready', selector.select(0).length, 0);
  factEqual('under way: finishConnect is WOULD_BLOCK', client.finishConnect(), WOULD_BLOCK);
  fact(
    'under way: it takes and gives nothing yet',
    client.recv(buffer) == WOULD_BLOCK && client.sendable() == 0 && client.send(buffer, 1) == WOULD_BLOCK,
  );
  factEqual('under way: it can not be shut', client.shutdownSend(), INVALID_STATE);
  const hasty = TcpStream.connect(listener.localAddress);
  hasty.close();
  fact('under way: it can be closed', !hasty.isOpen && hasty.finishConnect() == INVALID_STATE);
  for (let i = 0; i < clients.length; i++) {
    clients[i].close();
    acceptOne(listener).close();
  }
  const ready = selector.select(PATIENCE_NS);
  fact(
    'under way: then it is ready for both',
    ready.length == 1 && ready.mask(0) == (EVENT_READ | EVENT_WRITE),
  );
  factEqual('under way: and connected', client.finishConnect(), 0);
  const next = selector.select(PATIENCE_NS);
  fact('under way: from then on it is an idle stream', next.length == 1 && next.mask(0) == EVENT_WRITE);
  const server = acceptOne(listener);
  fact('under way: that carries bytes', sendAll(client, buffer, 9) == 9 && receiveOne(server, buffer) == 9);
  selector.close();
  client.close();
  server.close();
  listener.close();
}
