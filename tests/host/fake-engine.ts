import type { Address, Engine, EngineSocket, MemoryView, SocketOption } from '../../host/engines/engine.ts';
import { WOULD_BLOCK } from '../../host/engines/outcome.ts';

/** A datagram with its sender or receiver; without an address the receiver is the socket's peer. */
export interface Datagram {
  text: string;
  address: Address | undefined;
}

/** A socket whose outcomes a test sets. */
export class FakeSocket implements EngineSocket {
  readable = false;
  writable = true;
  stopped = false;
  readonly family: 4 | 6 = 4;
  onReady: (() => void) | undefined;
  isClosed = false;
  /** What the next calls of `receive` return: bytes, or an outcome. After the last it would block. */
  arriving: (Uint8Array | number)[] = [];
  /** What the next calls of `send` return: the most bytes to take, or a negative outcome. After the last it would block. */
  taking: number[] = [];
  /** Datagrams to receive, or outcomes. After the last it would block. */
  datagrams: (Datagram | number)[] = [];
  /** The datagrams sent so far. */
  sent: Datagram[] = [];
  /** What the next calls of `finishConnect` return. After the last it would block. */
  connecting: number[] = [];
  options = new Map<SocketOption, number>();
  /** The bytes sent, and the directions that were shut down, in order. */
  log: string[] = [];

  arrive(...what: (string | number)[]): void {
    this.arriving.push(...what.map((item) => (typeof item === 'number' ? item : Buffer.from(item))));
    this.readable = true;
    this.onReady?.();
  }

  take(...what: number[]): void {
    this.taking.push(...what);
    this.writable = true;
    this.onReady?.();
  }
}

/** An engine without a kernel: each wait runs the next step of a script. */
export class FakeEngine implements Engine<FakeSocket> {
  readonly waitsBlocking = true;
  /** The argument of each call of `wait`. */
  waits: number[] = [];
  /** What the next waits do. A wait without a limit and without a step would never end, so it throws. */
  script: (() => void)[] = [];

  wait(milliseconds: number): void {
    this.waits.push(milliseconds);
    const act = this.script.shift();
    if (act) act();
    else if (milliseconds < 0) throw new Error('waits for ever');
  }

  receive(socket: FakeSocket, memory: MemoryView, pointer: number, bytes: number): number {
    const next = socket.arriving.shift() ?? WOULD_BLOCK;
    if (next === WOULD_BLOCK) socket.readable = false;
    if (typeof next === 'number') return next;
    memory.bytes.set(next.subarray(0, bytes), pointer);
    if (next.length > bytes) socket.arriving.unshift(next.subarray(bytes));
    return Math.min(next.length, bytes);
  }

  send(socket: FakeSocket, memory: MemoryView, pointer: number, bytes: number): number {
    return this.sendBytes(socket, memory.bytes.subarray(pointer, pointer + bytes));
  }

  sendBytes(socket: FakeSocket, bytes: Uint8Array): number {
    const taken = socket.taking.shift() ?? WOULD_BLOCK;
    const count = Math.min(taken, bytes.length);
    if (count > 0) socket.log.push(Buffer.from(bytes.subarray(0, count)).toString());
    if (count < bytes.length && (count >= 0 || count === WOULD_BLOCK)) socket.writable = false;
    return count;
  }

  shutdown(socket: FakeSocket, receive: boolean, send: boolean): number {
    if (receive) socket.log.push('<shut receiving>');
    if (send) socket.log.push('<shut sending>');
    return 0;
  }

  isReadable(socket: FakeSocket): boolean {
    return socket.readable;
  }

  closeSocket(socket: FakeSocket, isReset = false): void {
    socket.isClosed = true;
    if (isReset) socket.log.push('<reset>');
  }

  receiveFrom(socket: FakeSocket, memory: MemoryView, pointer: number, bytes: number, from: Address): number {
    const next = socket.datagrams.shift() ?? WOULD_BLOCK;
    socket.readable = socket.datagrams.length > 0;
    if (typeof next === 'number') return next;
    const data = Buffer.from(next.text).subarray(0, bytes);
    memory.bytes.set(data, pointer);
    Object.assign(from, next.address, { parts: [...next.address!.parts] });
    return data.length;
  }

  sendTo(
    socket: FakeSocket,
    memory: MemoryView,
    pointer: number,
    bytes: number,
    to: Address | undefined,
  ): number {
    const outcome = socket.taking.shift() ?? bytes;
    if (outcome === WOULD_BLOCK) socket.writable = false;
    if (outcome < 0) return outcome;
    const text = Buffer.from(memory.bytes.subarray(pointer, pointer + bytes)).toString();
    socket.sent.push({ text, address: to && { ...to, parts: [...to.parts] } });
    return bytes;
  }

  readFile(file: FakeSocket, memory: MemoryView, pointer: number, bytes: number): number {
    return this.receive(file, memory, pointer, bytes);
  }

  connect(_socket: FakeSocket, _address: Address): number {
    return WOULD_BLOCK;
  }

  finishConnect(socket: FakeSocket): number {
    return socket.connecting.shift() ?? WOULD_BLOCK;
  }

  disconnect(_socket: FakeSocket): number {
    return 0;
  }

  getOption(socket: FakeSocket, option: SocketOption): number {
    return socket.options.get(option) ?? 0;
  }

  setOption(socket: FakeSocket, option: SocketOption, value: number): number {
    socket.options.set(option, value);
    return 0;
  }

  makeMemory(bytes: number): MemoryView {
    return { bytes: new Uint8Array(bytes), base: 0 };
  }

  openUdp(_family: 4 | 6): FakeSocket | number {
    return new FakeSocket();
  }

  openFile(_descriptor: number): FakeSocket | number {
    return new FakeSocket();
  }

  openTcp(): FakeSocket | number {
    return new FakeSocket();
  }

  bind(): number {
    return 0;
  }

  listen(): number {
    return 0;
  }

  accept(): FakeSocket | number {
    return WOULD_BLOCK;
  }

  localAddress(): Address | number {
    return { family: 4, port: 1, parts: [127, 0, 0, 1], flowInfo: 0, scopeId: 0 };
  }

  remoteAddress(): Address | number {
    return { family: 4, port: 2, parts: [127, 0, 0, 1], flowInfo: 0, scopeId: 0 };
  }

  stopListening(): void {}

  close(): void {}
}
