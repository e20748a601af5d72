/** What the parts of the conformance guest share. */
import {
  DefaultSelector,
  EVENT_READ,
  EVENT_WRITE,
  IPV4,
  IPV6,
  Selectable,
  SocketAddress,
  TcpListener,
  TcpStream,
  CONNECTION_BROKEN,
  CONNECTION_RESET,
  END_OF_STREAM,
  WOULD_BLOCK,
} from '../../../assembly';

export { fact, factEqual } from './fact';

export const MILLISECOND_NS: i64 = 1_000_000;
/** How long to wait for what must come: no expectation, only an end to waiting. */
export const PATIENCE_NS: i64 = 30_000 * MILLISECOND_NS;

/** What a registration carries here. */
export class Data {
  constructor(readonly name: string) {}
}

export const first = new Data('first');
export const second = new Data('second');

export function make(): DefaultSelector<Data> {
  return new DefaultSelector<Data>();
}

/** Waits until the object is ready for one of the events, and gives for which; 0: in vain. It is with no selector. */
export function waitFor(object: Selectable, events: i32): i32 {
  const selector = make();
  selector.register(object, events, first);
  const ready = selector.select(PATIENCE_NS);
  const mask = ready.length == 0 ? 0 : ready.mask(0);
  selector.close();
  return mask;
}

/** Listens at a free port of the loopback address. */
export function listen(family: i32 = IPV4): TcpListener {
  const listener = new TcpListener();
  listener.listen(SocketAddress.loopback(family, 0));
  return listener;
}

/** Whether this machine has ::1: without it, facts about IPv6 can't be tried. */
export function hasIpv6(): bool {
  const listener = listen(IPV6);
  const isOpen = listener.isOpen;
  listener.close();
  return isOpen;
}

/** Waits for the next client and accepts it. */
export function acceptOne(listener: TcpListener): TcpStream {
  let stream = listener.accept();
  while (stream == null && listener.lastError == WOULD_BLOCK && waitFor(listener, EVENT_READ) != 0) {
    stream = listener.accept();
  }
  return stream!;
}

/** Waits until connecting is decided and gives the outcome. */
export function connected(stream: TcpStream): i32 {
  let outcome = stream.finishConnect();
  while (outcome == WOULD_BLOCK && waitFor(stream, EVENT_WRITE) != 0) outcome = stream.finishConnect();
  return outcome;
}

/** Sends all of the first `bytes` bytes, and gives how many it could. A host may take a moment to know that it can. */
export function sendAll(stream: TcpStream, buffer: StaticArray<u8>, bytes: i32): i32 {
  let sent = 0;
  while (sent < bytes) {
    const taken = stream.send(buffer, bytes - sent, sent);
    if (taken > 0) sent += taken;
    else if (taken != WOULD_BLOCK || waitFor(stream, EVENT_WRITE) == 0) break;
  }
  return sent;
}

/** Receives what comes next, waiting for it. */
export function receiveOne(stream: TcpStream, buffer: StaticArray<u8>): i32 {
  let bytes = stream.recv(buffer);
  while (bytes == WOULD_BLOCK && waitFor(stream, EVENT_READ) != 0) bytes = stream.recv(buffer);
  return bytes;
}

/** Whether a peer that receives this sees that its connection is over: the end of the stream, or that the other side dropped it. */
export function isOver(received: i32): bool {
  return received == END_OF_STREAM || received == CONNECTION_RESET || received == CONNECTION_BROKEN;
}

/** Two ends of one connection, over loopback. */
export class Pair {
  /** The one that accepted. */
  near: TcpStream;
  /** The one that connected. */
  far: TcpStream;

  constructor(listener: TcpListener) {
    const far = TcpStream.connect(listener.localAddress);
    this.near = acceptOne(listener);
    this.far = far;
    connected(far);
  }

  /** Makes a pair with a listener of its own. */
  static make(family: i32 = IPV4): Pair {
    const listener = listen(family);
    const pair = new Pair(listener);
    listener.close();
    return pair;
  }

  close(): void {
    this.near.close();
    this.far.close();
  }
}

/** The first bytes of a buffer as text. */
export function textOf(buffer: StaticArray<u8>, bytes: i32): string {
  return String.UTF8.decodeUnsafe(changetype<usize>(buffer), max(bytes, 0));
}

/** A text as bytes. */
export function bytesOf(text: string): StaticArray<u8> {
  const bytes = new StaticArray<u8>(String.UTF8.byteLength(text));
  String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, changetype<usize>(bytes));
  return bytes;
}
