/** Calls each public member of the library's classes, so that asc checks the types even of those that no server uses. */
import { DefaultSelector, EVENT_READ, SelectorKey, TcpListener, TcpStream } from '../../../assembly';
import { SocketAddress } from '../../../assembly/net';

/** Is only compiled. */
export function reachSelector(listener: TcpListener): void {
  const selector = new DefaultSelector<i32>();
  selector.register(listener, EVENT_READ, 1);
  selector.modify(listener, EVENT_READ, 2);
  selector.getKey(listener);
  selector.unregisterToken(listener.token);
  selector.unregister(listener);
  const map = selector.getMap();
  map.has(listener);
  map.get(listener);
  map.getByToken(map.tokens()[0]);
  map.forEach((key: SelectorKey<i32>): void => {
    key.registered = false;
  });
  map.values();
  const ready = selector.select(0);
  for (let i = 0; i < ready.length; i++) ready.key(i).registered = ready.mask(i) != map.size;
  selector.close();
}

/** Is only compiled. */
export function reachSockets(address: SocketAddress): void {
  const buffer = new StaticArray<u8>(8);
  const listener = new TcpListener();
  listener.listen(address);
  reachSelector(listener);
  const stream = listener.accept();
  if (stream != null) reachStream(stream, buffer);
  listener.close();
}

function reachStream(stream: TcpStream, buffer: StaticArray<u8>): void {
  stream.recv(buffer, stream.sendable());
  stream.recvBlocking(buffer);
  stream.send(buffer, 1);
  stream.sendAllBlocking(buffer, 1);
  stream.shutdownSend();
  stream.remoteAddress.toString();
  stream.close();
}
