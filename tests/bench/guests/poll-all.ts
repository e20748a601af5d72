/** The peer: the echo server's loop over a selector that looks at all clients each time, however few of them are busy. */
import {
  DefaultSelector,
  EVENT_READ,
  EVENT_WRITE,
  IPV4,
  Selectable,
  SocketAddress,
  TcpListener,
  TcpStream,
  WOULD_BLOCK,
  log,
  portsOf,
} from '../../../assembly';

type Callback = (object: Selectable, mask: i32) => void;

const selector = new DefaultSelector<Callback>(0);
const buffer = new StaticArray<u8>(65536);

function accept(object: Selectable, mask: i32): void {
  const listener = object as TcpListener;
  for (let stream = listener.accept(); stream != null; stream = listener.accept()) {
    selector.register(stream, EVENT_READ, read);
  }
}

function read(object: Selectable, mask: i32): void {
  const stream = object as TcpStream;
  const room = stream.sendable();
  let bytes = room == 0 ? WOULD_BLOCK : room;
  if (room > 0) bytes = stream.recv(buffer, room);
  if (bytes > 0) bytes = stream.send(buffer, bytes);
  if (bytes == WOULD_BLOCK) selector.modify(stream, stream.sendable() == 0 ? EVENT_WRITE : EVENT_READ, read);
  else if (bytes <= 0) {
    selector.unregister(stream);
    stream.close();
  }
}

export function run(): i32 {
  const listener = new TcpListener();
  listener.listen(SocketAddress.loopback(IPV4, 0));
  selector.register(listener, EVENT_READ, accept);
  log('Running on port ' + portsOf([listener]));
  while (true) {
    const ready = selector.select();
    for (let i = 0; i < ready.length; i++) {
      const key = ready.key(i);
      if (key.registered) key.data(key.object, ready.mask(i));
    }
  }
}
