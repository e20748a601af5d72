import type { Address, Engine, MemoryView, SocketOption } from '../engine.ts';
import { openFile } from './file.ts';
import { NodeLoop } from './loop.ts';
import type { NodeSocket, Owner } from './socket.ts';
import { NodeTcp } from './tcp.ts';
import { NodeUdp } from './udp.ts';
import { INVALID_STATE } from '../outcome.ts';

const SLAB_BYTES = 65_536;

/**
 * The engine on `node:net` and `node:dgram`, for Node from 24.20 and 26.4 on, which can suspend WebAssembly and bind sockets. It runs on
 * the caller's thread, whose event loop turns while the guest waits. Where Node lacks an operation of the system's sockets, the method
 * for it says what it does instead.
 */
export class NodeNetEngine implements Engine<NodeSocket>, Owner {
  readonly waitsBlocking = false;
  private readonly loop = new NodeLoop();
  private readonly sockets = new Set<NodeSocket>();
  private isStopped = false;
  private slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
  /** How many bytes of the slab are kept for data that the system has not taken. */
  private keptBytes = 0;

  /** `maxSockets`: connections beyond this are reset when they come, since Node accepts them before the guest does. */
  constructor(private readonly maxSockets = Infinity) {}

  openTcp(family: 4 | 6): NodeSocket {
    return new NodeTcp(this, family);
  }

  openUdp(family: 4 | 6): NodeSocket {
    return new NodeUdp(this, family);
  }

  openFile(descriptor: number): NodeSocket | number {
    return openFile(this, descriptor);
  }

  bind(socket: NodeSocket, address: Address): number {
    return socket.bind(address);
  }

  listen(socket: NodeSocket, backlog: number): number {
    return this.isStopped ? INVALID_STATE : (socket as NodeTcp).listen(backlog);
  }

  accept(listener: NodeSocket): NodeSocket | number {
    return (listener as NodeTcp).accept();
  }

  connect(socket: NodeSocket, address: Address): number {
    return socket.connect(address);
  }

  finishConnect(socket: NodeSocket): number {
    return (socket as NodeTcp).finishConnect();
  }

  disconnect(socket: NodeSocket): number {
    return (socket as NodeUdp).disconnect();
  }

  receive(socket: NodeSocket, memory: MemoryView, pointer: number, bytes: number): number {
    return socket.receive(memory, pointer, bytes);
  }

  send(socket: NodeSocket, memory: MemoryView, pointer: number, bytes: number): number {
    return (socket as NodeTcp).send(memory.bytes, pointer, bytes);
  }

  sendBytes(socket: NodeSocket, bytes: Uint8Array): number {
    return (socket as NodeTcp).send(bytes, 0, bytes.length);
  }

  receiveFrom(socket: NodeSocket, memory: MemoryView, pointer: number, bytes: number, from: Address): number {
    return (socket as NodeUdp).receiveFrom(memory, pointer, bytes, from);
  }

  sendTo(
    socket: NodeSocket,
    memory: MemoryView,
    pointer: number,
    bytes: number,
    to: Address | undefined,
  ): number {
    return (socket as NodeUdp).sendTo(memory, pointer, bytes, to);
  }

  readFile(file: NodeSocket, memory: MemoryView, pointer: number, bytes: number): number {
    return file.receive(memory, pointer, bytes);
  }

  getOption(socket: NodeSocket, option: SocketOption): number {
    return socket.getOption(option);
  }

  setOption(socket: NodeSocket, option: SocketOption, value: number): number {
    return socket.setOption(option, value);
  }

  shutdown(socket: NodeSocket, receive: boolean, send: boolean): number {
    return (socket as NodeTcp).shutdown(receive, send);
  }

  localAddress(socket: NodeSocket): Address | number {
    return socket.localAddress();
  }

  remoteAddress(socket: NodeSocket): Address | number {
    return socket.remoteAddress();
  }

  isReadable(socket: NodeSocket): boolean {
    return socket.readable;
  }

  makeMemory(bytes: number): MemoryView {
    return { bytes: new Uint8Array(bytes), base: 0 };
  }

  closeSocket(socket: NodeSocket, isReset = false): void {
    socket.close(isReset);
  }

  wait(milliseconds: number): Promise<void> {
    return this.loop.wait(milliseconds);
  }

  stopListening(isTold: boolean): void {
    this.isStopped = true;
    for (const socket of this.sockets) socket.stopListening(isTold);
  }

  close(): void {
    for (const socket of this.sockets) socket.close();
    this.loop.close();
  }

  /** Ends the current wait, or else the next one. */
  wake(): void {
    this.loop.wake();
  }

  lendBuffer(bytes: number): Buffer {
    if (this.keptBytes + bytes > this.slab.length) {
      this.slab = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, bytes));
      this.keptBytes = 0;
    }
    return this.slab.subarray(this.keptBytes, this.keptBytes + bytes);
  }

  keepBuffer(bytes: number): void {
    this.keptBytes += bytes;
  }

  get isFull(): boolean {
    return this.sockets.size > this.maxSockets;
  }

  add(socket: NodeSocket): void {
    this.sockets.add(socket);
  }

  remove(socket: NodeSocket): boolean {
    return this.sockets.delete(socket);
  }
}
