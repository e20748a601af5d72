/** Calls each public member of the library's classes, so that asc checks the types even of those that no server uses. */
import {
  Bytes,
  ClientResponse,
  DefaultSelector,
  EVENT_READ,
  Folder,
  HttpClient,
  KEEP_ALIVE,
  NameLookup,
  ResponseHandler,
  SelectorKey,
  StandardInput,
  TcpListener,
  TcpStream,
  Timer,
  UdpSocket,
} from '../../../assembly';
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
  reachStream(TcpStream.connect(address, listener.localAddress), buffer);
  reachUdp(address, buffer);
  listener.setOption(KEEP_ALIVE, listener.getOption(KEEP_ALIVE));
  listener.close();
}

function reachStream(stream: TcpStream, buffer: StaticArray<u8>): void {
  stream.recv(buffer, stream.sendable());
  stream.recvBlocking(buffer);
  stream.send(buffer, 1);
  stream.sendAllBlocking(buffer, 1);
  stream.finishConnect();
  stream.shutdownSend();
  stream.shutdownReceive();
  stream.setOption(KEEP_ALIVE, stream.getOption(KEEP_ALIVE));
  stream.localAddress.equals(stream.remoteAddress.copy());
  stream.remoteAddress.toString();
  stream.close();
}

function reachUdp(address: SocketAddress, buffer: StaticArray<u8>): void {
  const socket = new UdpSocket();
  socket.bind(address);
  socket.connect(address);
  socket.disconnect();
  socket.sendTo(buffer, socket.recvFrom(buffer), socket.sender);
  socket.send(buffer, socket.recv(buffer));
  socket.setOption(KEEP_ALIVE, socket.getOption(KEEP_ALIVE));
  socket.localAddress.equals(socket.remoteAddress);
  socket.close();
}

/** Is only compiled. */
export function reachOthers(name: string, buffer: StaticArray<u8>): void {
  const timer = new Timer();
  timer.arm(1);
  if (timer.isDue) timer.disarm();
  timer.close();
  const input = new StandardInput();
  input.recv(buffer);
  input.close();
  const lookup = new NameLookup(name, 80);
  while (lookup.next() != null || lookup.lastError != 0);
  lookup.close();
}

/** Is only compiled. */
export function reachFiles(path: string, buffer: StaticArray<u8>): void {
  const folder = Folder.open(path)!;
  const file = folder.openFile(path)!;
  if (!file.isFolder && file.size > file.modifiedSeconds) file.read(buffer, 0, Folder.lastError);
  file.close();
  folder.close();
}

/** Is only compiled. */
export function reachHttpClient(url: string, data: Bytes, handler: ResponseHandler): void {
  const client = new HttpClient();
  const request = client.get(url, handler).header(url, url).body(data).text(url).json(url).stream();
  if (!request.write(data) && request.writeText(request.problem)) request.end();
  request.abort();
  reachResponse(handler.response);
  client.close();
}

function reachResponse(response: ClientResponse): void {
  response.pause();
  if (response.hasHeader(response.url) && response.contentLength > response.status - response.version)
    response.headerAll(response.trailer(response.header(response.text())));
  response.resume();
}
