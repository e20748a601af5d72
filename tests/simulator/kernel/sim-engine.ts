import type { Address, Engine, MemoryView } from '../../../host/engines/engine.ts';
import { INVALID_STATE, WOULD_BLOCK, failure } from '../../../host/engines/outcome.ts';
import type { FaultSource } from '../fault-source.ts';
import type { Link } from './link.ts';
import type { Network } from './network.ts';
import { SimKernel } from './sim-kernel.ts';
import type { SimSocket } from './sim-socket.ts';

/** Nobody comes before. */
const OPENING_US = 1000;
const FIRST_PORT = 49_152;
const MAX_DATAGRAMS = 64;
const MAX_DATAGRAM_BYTES = 65_507;
/** How long the kernel takes nothing more after it has taken a part, at most. */
const LONGEST_STALL_MS = 40;

/** A kernel in memory: the engine of the simulated host. Waiting moves the clock. */
export class SimEngine extends SimKernel implements Engine<SimSocket> {
  private nextPort = FIRST_PORT;
  private hasInputEnded = false;

  constructor(
    readonly network: Network,
    private readonly faults: FaultSource,
  ) {
    super(network.world);
  }

  openTcp(family: 4 | 6): SimSocket | number {
    const isOpening = this.network.world.nowUs < OPENING_US; // a server that can't listen just says so and ends
    if (!isOpening && this.faults.ask('socket-limit', 'tcp') !== undefined)
      return failure('new-socket-limit');
    return this.open('tcp', family);
  }

  openUdp(family: 4 | 6): SimSocket | number {
    const socket = this.open('udp', family);
    socket.writable = true;
    this.network.udpSockets.add(socket);
    return socket;
  }

  openFile(_descriptor: number): SimSocket {
    const file = this.open('file', 4);
    file.readable = this.hasInputEnded;
    return file;
  }

  bind(socket: SimSocket, address: Address): number {
    socket.local = { ...address, port: address.port || this.nextPort++ };
    return 0;
  }

  listen(socket: SimSocket, backlog: number): number {
    if (this.network.isStopped) return INVALID_STATE;
    socket.backlog = backlog;
    socket.isListening = true;
    this.network.listeners.add(socket);
    return 0;
  }

  accept(listener: SimSocket): SimSocket | number {
    if (listener.stopped) return INVALID_STATE;
    const [link] = listener.waiting;
    const { faults } = this;
    if (link === undefined || faults.ask('accept-blocked', link.name) !== undefined) {
      listener.readable = link !== undefined;
      return WOULD_BLOCK;
    }
    if (faults.ask('accept-limit', link.name) !== undefined) return failure('new-socket-limit');
    if (faults.ask('accept-unknown', link.name) !== undefined) return failure('unknown');
    listener.waiting.shift();
    listener.readable = listener.waiting.length > 0;
    this.network.world.progress();
    if (faults.ask('accept-aborted', link.name) !== undefined) {
      link.break(true);
      return failure('connection-aborted');
    }
    const socket = this.open('tcp', listener.family);
    socket.local = listener.local;
    this.attach(socket, link);
    link.isAccepted = true;
    return socket;
  }

  connect(socket: SimSocket, address: Address): number {
    socket.remote = address;
    if (socket.kind === 'udp') return 0;
    const { world } = this.network;
    const attempt = this.network.nextAttempt!(address);
    socket.connectOutcome = WOULD_BLOCK;
    const { outcome } = attempt;
    if (outcome === undefined) return WOULD_BLOCK;
    world.after(attempt.afterMs, () => {
      if (socket.isClosed) return;
      socket.connectOutcome = outcome;
      world.progress();
      if (outcome === 0) {
        const link = this.network.makeLink(attempt.peer(address));
        this.attach(socket, link);
        socket.writable = false; // `become` tells
        attempt.connected(link);
      }
      socket.become('writable');
      if (outcome < 0) socket.become('readable');
    });
    return WOULD_BLOCK;
  }

  finishConnect(socket: SimSocket): number {
    return socket.connectOutcome;
  }

  disconnect(socket: SimSocket): number {
    socket.remote = undefined;
    return 0;
  }

  receive({ link }: SimSocket, memory: MemoryView, pointer: number, bytes: number): number {
    if (this.faults.ask('break', link!.name) !== undefined) link!.break(true);
    return link!.receive(memory.bytes.subarray(pointer, pointer + bytes));
  }

  send(socket: SimSocket, memory: MemoryView, pointer: number, bytes: number): number {
    return this.sendBytes(socket, memory.bytes.subarray(pointer, pointer + bytes));
  }

  sendBytes({ link }: SimSocket, bytes: Uint8Array): number {
    if (this.faults.ask('break', link!.name) !== undefined) link!.break(true);
    const short = this.faults.ask('short-send', link!.name);
    const most = short === undefined ? bytes.length : Math.floor(short * bytes.length);
    return link!.send(bytes, most, (short ?? 0) * LONGEST_STALL_MS);
  }

  receiveFrom(socket: SimSocket, memory: MemoryView, pointer: number, bytes: number, from: Address): number {
    const datagram = socket.datagrams.shift();
    socket.readable = socket.datagrams.length > 0;
    if (datagram === undefined) return WOULD_BLOCK;
    this.network.world.progress();
    const count = Math.min(bytes, datagram.bytes.length);
    memory.bytes.set(datagram.bytes.subarray(0, count), pointer);
    Object.assign(from, datagram.from, { parts: [...datagram.from.parts] });
    return count;
  }

  sendTo(
    socket: SimSocket,
    memory: MemoryView,
    pointer: number,
    bytes: number,
    to: Address | undefined,
  ): number {
    if (bytes > MAX_DATAGRAM_BYTES) return failure('datagram-too-large');
    const blocked = this.faults.ask('blocked-datagram', 'udp');
    const { world } = this.network;
    if (blocked !== undefined) {
      socket.writable = false;
      world.after(blocked * LONGEST_STALL_MS, () => socket.become('writable'));
      return WOULD_BLOCK;
    }
    const copy = memory.bytes.slice(pointer, pointer + bytes);
    const receiver = { ...(to ?? socket.remote!) };
    receiver.parts = [...receiver.parts];
    world.progress();
    world.after(this.network.latencyMs, () => this.network.deliver?.(receiver, copy));
    return bytes;
  }

  /** A datagram arrives at the server; returns whether there was room for it. */
  arrive(family: 4 | 6, bytes: Uint8Array, from: Address): boolean {
    const socket = [...this.network.udpSockets].find((udp) => udp.family === family && udp.local);
    if (socket === undefined || socket.datagrams.length === MAX_DATAGRAMS) return false;
    socket.datagrams.push({ bytes, from });
    socket.become('readable');
    return true;
  }

  readFile(file: SimSocket): number {
    return file.readable ? 0 : WOULD_BLOCK;
  }

  shutdown({ link }: SimSocket, receive: boolean, send: boolean): number {
    if (receive) link!.shutReceiving();
    if (send) link!.endFromServer();
    return 0;
  }

  closeSocket(socket: SimSocket, isReset = false): void {
    if (socket.isClosed) return;
    socket.isClosed = true;
    this.sockets.delete(socket);
    this.network.listeners.delete(socket);
    this.network.udpSockets.delete(socket);
    for (const link of socket.waiting.splice(0)) link.break(true);
    if (socket.link === undefined) return;
    this.network.links.delete(socket.link);
    socket.link.closeFromServer(isReset);
  }

  stopListening(): void {
    this.network.stop();
  }

  /** Nothing comes from standard input any more. */
  endInput(): void {
    this.hasInputEnded = true;
    for (const socket of this.sockets) if (socket.kind === 'file') socket.become('readable');
  }

  close(): void {}

  private attach(socket: SimSocket, link: Link): void {
    socket.link = link;
    socket.remote ??= link.peer.address;
    link.socket = socket;
    socket.writable = true;
    socket.readable = link.isReadable;
    this.network.links.add(link);
  }
}
