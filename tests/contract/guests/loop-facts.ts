/** What the facts about the event loop share. */
import {
  AcceptOptions,
  Bytes,
  Connection,
  ConnectionHandler,
  ConnectionOptions,
  EventLoop,
  IPV4,
  LoopOptions,
  ServerHandler,
  SocketAddress,
  TcpListener,
  TcpStream,
  TimerTask,
  WOULD_BLOCK,
} from '../../../assembly';
import { connected, listen } from './facts';

export const MS: i64 = 1_000_000;
/** So many turns without what must come: no expectation, only an end to waiting. */
const MAX_TURNS: i32 = 20_000;
/** The same for what a peer receives: seconds, since a pulse ends a turn that waits. */
const MAX_RECEIVE_TURNS: i32 = 5_000;

/** Wakes the loop now and then, so that a test that waits in vain comes to its end. */
class Pulse extends TimerTask {
  onTimer(): void {}
}

/** Writes down what happens to a connection. */
export class Recorder extends ConnectionHandler {
  /** Calls in order, by their first letters: open, Data, writable, end, idle, xdrain, error, close. */
  calls: string = '';
  received: i32 = 0;
  outcome: i32 = 0;
  /** What is done with data: nothing unless it echoes. */
  echoes: bool = false;
  /** Whether the end of the peer's direction is left to the test. */
  staysOpen: bool = false;
  text: string = '';

  has(call: string): bool {
    return this.calls.includes(call);
  }

  onOpen(): void {
    this.calls += 'o';
  }

  onData(data: Bytes): void {
    if (!this.calls.endsWith('D')) this.calls += 'D';
    this.received += data.length;
    if (this.text.length < 100) this.text += data.toString().substring(0, 100);
    if (this.echoes) this.connection.write(data);
  }

  onWritable(): void {
    this.calls += 'w';
  }

  onEnd(): void {
    this.calls += 'e';
    if (!this.staysOpen) super.onEnd();
  }

  onIdle(): void {
    this.calls += 'i';
    super.onIdle();
  }

  onDrain(): void {
    this.calls += 'x';
    super.onDrain();
  }

  onError(outcome: i32): void {
    this.calls += '!';
    this.outcome = outcome;
  }

  onClose(): void {
    this.calls += 'c';
  }
}

/** Gives each client a recorder of its own, or turns it away. */
export class RecordingServer extends ServerHandler {
  recorders: Recorder[] = [];
  echoes: bool = false;
  staysOpen: bool = false;
  refuses: bool = false;
  isClosed: bool = false;

  onAccept(connection: Connection): ConnectionHandler | null {
    if (this.refuses) return null;
    const recorder = new Recorder();
    recorder.echoes = this.echoes;
    recorder.staysOpen = this.staysOpen;
    this.recorders.push(recorder);
    return recorder;
  }

  onClose(): void {
    this.isClosed = true;
  }
}

/** A loop that serves at a free port, and what came of its clients. */
export class Stage {
  loop: EventLoop;
  server: RecordingServer = new RecordingServer();
  address: SocketAddress;
  options: AcceptOptions = new AcceptOptions();
  private pulse: Pulse = new Pulse();

  constructor(options: LoopOptions = new LoopOptions()) {
    this.loop = new EventLoop(options);
    const listener = listen();
    this.address = listener.localAddress;
    this.loop.serveWith([listener], this.server, this.options);
    this.loop.scheduleEvery(this.pulse, 5 * MS);
  }

  /** What is asked of accepted connections. */
  get connection(): ConnectionOptions {
    return this.options.connection;
  }

  /** Connects a peer outside of the loop, and waits until it is accepted. */
  peer(): TcpStream {
    const count = this.server.recorders.length;
    const peer = TcpStream.connect(this.address);
    connected(peer);
    for (let i = 0; i < MAX_TURNS && this.server.recorders.length == count; i++) this.loop.turn();
    return peer;
  }

  /** What the i-th client's recorder has written down. */
  recorder(i: i32): Recorder {
    return this.server.recorders[i];
  }

  /** The i-th client's connection. */
  at(i: i32): Connection {
    return this.recorder(i).connection;
  }

  /** Takes turns until a call has been recorded. Returns whether it has. */
  until(recorder: Recorder, call: string): bool {
    for (let i = 0; i < MAX_TURNS && !recorder.has(call); i++) this.loop.turn();
    return recorder.has(call);
  }

  /** Takes turns until so many bytes have been received in all. */
  untilReceived(recorder: Recorder, bytes: i32): bool {
    for (let i = 0; i < MAX_TURNS && recorder.received < bytes; i++) this.loop.turn();
    return recorder.received == bytes;
  }

  /** Receives what comes next at a peer, while the loop takes turns; WOULD_BLOCK: nothing came. */
  receive(peer: TcpStream, buffer: StaticArray<u8>): i32 {
    let bytes = peer.recv(buffer);
    for (let i = 0; i < MAX_RECEIVE_TURNS && bytes == WOULD_BLOCK; i++) {
      this.loop.turn();
      bytes = peer.recv(buffer);
    }
    return bytes;
  }

  /** Takes turns for a while. */
  turns(count: i32): void {
    for (let i = 0; i < count; i++) this.loop.turn();
  }

  /** Ends the loop. */
  end(): bool {
    this.loop.drain(0);
    for (let i = 0; i < MAX_TURNS && this.loop.isAlive; i++) this.loop.turn();
    return !this.loop.isAlive;
  }
}

/** Bytes that tell their places. */
export function numbered(count: i32): StaticArray<u8> {
  const bytes = new StaticArray<u8>(count);
  for (let i = 0; i < count; i++) bytes[i] = <u8>(i * 7 + (i >> 8));
  return bytes;
}

/** An address where nobody listens. */
export function nobodyAt(): SocketAddress {
  const listener = new TcpListener();
  listener.listen(SocketAddress.loopback(IPV4, 0));
  const address = listener.localAddress;
  listener.close();
  return address;
}
