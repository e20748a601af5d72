/** An engine that counts what goes through another one and reports what its program wants to know. */
import type { Address, Engine, EngineSocket, MemoryView, SocketOption } from '../engines/engine.ts';
import { type EphemeralPort, EphemeralPorts } from './ephemeral-ports.ts';
import { ListenObserver } from './listen-observer.ts';
import { AT } from '../metrics.ts';
import { type Connection, type Report, EVENT_BITS } from '../events.ts';
import { WOULD_BLOCK, failure } from '../engines/outcome.ts';
import { formatIp } from '../net/ip-address.ts';

const NEW_SOCKET_LIMIT = failure('new-socket-limit');

/** Who watches a guest. */
export interface EngineObserver {
  readonly counters: Float64Array;
  readonly maxConnections: number;
  readonly maxSockets: number;
  /** What another guest found where it asked for any port. */
  readonly found: readonly EphemeralPort[];
  /** Which reports are wanted: bits of WANTED. */
  eventMask(): number;
  report(report: Report): void;
  /** Whether a UDP socket that is bound there counts as listening. */
  mayListen(address: Address): boolean;
  /** Called before each wait. */
  onWait(): void;
}

/** The engine that the guest gets. */
export class ObservedEngine implements Engine {
  readonly listening: ListenObserver;
  readonly waitsBlocking: boolean;
  private readonly counters: Float64Array;
  private readonly found: EphemeralPorts;
  private readonly connections = new Map<EngineSocket, Connection | undefined>();
  private readonly sockets = new Set<EngineSocket>();
  private readonly udp = new Set<EngineSocket>();
  private lastId = 0;

  constructor(
    private readonly inner: Engine,
    private readonly owner: EngineObserver,
  ) {
    this.waitsBlocking = inner.waitsBlocking;
    this.counters = owner.counters;
    this.found = new EphemeralPorts(owner.found);
    this.listening = new ListenObserver(inner, (report) => owner.report(report));
  }

  openTcp(family: 4 | 6): EngineSocket | number {
    return this.isFull ? NEW_SOCKET_LIMIT : this.opened(this.inner.openTcp(family));
  }

  openUdp(family: 4 | 6): EngineSocket | number {
    const socket = this.isFull ? NEW_SOCKET_LIMIT : this.opened(this.inner.openUdp(family));
    if (typeof socket !== 'number') this.udp.add(socket);
    return socket;
  }

  openFile(descriptor: number): EngineSocket | number {
    return this.inner.openFile(descriptor);
  }

  bind(socket: EngineSocket, address: Address): number {
    const outcome = this.inner.bind(socket, this.found.apply(address));
    const isUdp = this.udp.has(socket);
    this.listening.onBind(socket, address, outcome, isUdp && this.owner.mayListen(address), isUdp);
    return outcome;
  }

  listen(socket: EngineSocket, backlog: number): number {
    const outcome = this.inner.listen(socket, backlog);
    this.listening.onListen(socket, outcome);
    return outcome;
  }

  accept(listener: EngineSocket): EngineSocket | number {
    for (;;) {
      // Whom the kernel has not handed over waits in the backlog.
      if (this.isFull && !listener.stopped)
        return this.inner.isReadable(listener) ? NEW_SOCKET_LIMIT : WOULD_BLOCK;
      const socket = this.inner.accept(listener);
      if (typeof socket === 'number') return socket;
      if (this.connections.size < this.owner.maxConnections) {
        this.counters[AT.accepted]!++;
        this.joined(this.opened(socket), 'accepted');
        return socket;
      }
      this.counters[AT.refused]!++;
      if (this.owner.eventMask() & EVENT_BITS.refused) {
        this.owner.report({ type: 'refused', connection: this.describe(socket, 'accepted') });
      }
      this.inner.closeSocket(socket);
    }
  }

  connect(socket: EngineSocket, address: Address): number {
    const outcome = this.inner.connect(socket, address);
    if (outcome === 0 && !this.udp.has(socket)) this.connected(socket);
    return outcome;
  }

  finishConnect(socket: EngineSocket): number {
    const outcome = this.inner.finishConnect(socket);
    if (outcome === 0) this.connected(socket);
    return outcome;
  }

  disconnect(socket: EngineSocket): number {
    return this.inner.disconnect(socket);
  }

  receive(socket: EngineSocket, memory: MemoryView, pointer: number, bytes: number): number {
    return this.received(this.inner.receive(socket, memory, pointer, bytes));
  }

  send(socket: EngineSocket, memory: MemoryView, pointer: number, bytes: number): number {
    return this.sent(this.inner.send(socket, memory, pointer, bytes));
  }

  sendBytes(socket: EngineSocket, bytes: Uint8Array): number {
    return this.sent(this.inner.sendBytes(socket, bytes));
  }

  receiveFrom(
    socket: EngineSocket,
    memory: MemoryView,
    pointer: number,
    bytes: number,
    from: Address,
  ): number {
    return this.received(this.inner.receiveFrom(socket, memory, pointer, bytes, from));
  }

  sendTo(
    socket: EngineSocket,
    memory: MemoryView,
    pointer: number,
    bytes: number,
    to: Address | undefined,
  ): number {
    return this.sent(this.inner.sendTo(socket, memory, pointer, bytes, to));
  }

  readFile(file: EngineSocket, memory: MemoryView, pointer: number, bytes: number): number {
    return this.inner.readFile(file, memory, pointer, bytes);
  }

  getOption(socket: EngineSocket, option: SocketOption): number {
    return this.inner.getOption(socket, option);
  }

  setOption(socket: EngineSocket, option: SocketOption, value: number): number {
    return this.inner.setOption(socket, option, value);
  }

  shutdown(socket: EngineSocket, receive: boolean, send: boolean): number {
    return this.inner.shutdown(socket, receive, send);
  }

  localAddress(socket: EngineSocket): Address | number {
    return this.inner.localAddress(socket);
  }

  remoteAddress(socket: EngineSocket): Address | number {
    return this.inner.remoteAddress(socket);
  }

  isReadable(socket: EngineSocket): boolean {
    return this.inner.isReadable(socket);
  }

  makeMemory(bytes: number): MemoryView {
    return this.inner.makeMemory(bytes);
  }

  closeSocket(socket: EngineSocket, isReset = false): void {
    this.inner.closeSocket(socket, isReset);
    this.sockets.delete(socket);
    this.udp.delete(socket);
    const connection = this.connections.get(socket);
    if (!this.connections.delete(socket)) return this.listening.onClose(socket);
    this.counters[AT.open] = this.connections.size;
    if (connection !== undefined && this.owner.eventMask() & EVENT_BITS.disconnection)
      this.owner.report({ type: 'disconnection', connection });
  }

  wait(milliseconds: number): Promise<void> | void {
    this.counters[AT.polls]!++;
    this.listening.onWait();
    this.owner.onWait();
    return this.inner.wait(milliseconds);
  }

  stopListening(): void {
    this.inner.stopListening();
  }

  close(): void {
    this.inner.close();
    this.connections.clear();
    this.counters[AT.open] = 0;
  }

  private get isFull(): boolean {
    return this.sockets.size >= this.owner.maxSockets;
  }

  private opened<Opened extends EngineSocket | number>(socket: Opened): Opened {
    if (typeof socket !== 'number') this.sockets.add(socket);
    return socket;
  }

  private received(outcome: number): number {
    if (outcome > 0) this.counters[AT.bytesIn]! += outcome;
    return outcome;
  }

  private sent(outcome: number): number {
    if (outcome > 0) this.counters[AT.bytesOut]! += outcome;
    return outcome;
  }

  private connected(socket: EngineSocket): void {
    this.counters[AT.connected]!++;
    this.joined(socket, 'connected');
  }

  private joined(socket: EngineSocket, direction: Connection['direction']): void {
    this.lastId++;
    const eventMask = this.owner.eventMask();
    const isTold = (eventMask & (EVENT_BITS.connection | EVENT_BITS.disconnection)) !== 0;
    const connection = isTold ? this.describe(socket, direction) : undefined;
    this.connections.set(socket, connection);
    this.counters[AT.open] = this.connections.size;
    if (connection !== undefined && eventMask & EVENT_BITS.connection)
      this.owner.report({ type: 'connection', connection });
  }

  private describe(socket: EngineSocket, direction: Connection['direction']): Connection {
    const remote = this.inner.remoteAddress(socket);
    const isGone = typeof remote === 'number';
    return {
      id: this.lastId,
      direction,
      remoteAddress: isGone ? '' : formatIp(remote),
      remotePort: isGone ? 0 : remote.port,
    };
  }
}
