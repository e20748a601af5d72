import type { Address, Engine, EngineSocket, MemoryView } from '../../engines/engine.ts';
import { INVALID_STATE, failure } from '../../engines/outcome.ts';
import { isOfFamily, isRemote, isSameAddress } from '../../net/address-rules.ts';
import { NO_OBSERVER, type SocketObserver } from './observer.ts';
import type { SocketWorld } from './tcp-socket.ts';
import { PERMIT_ALL } from '../../permissions/permissions.ts';
import { type Pollable, ReadinessSource, SourcePollable } from '../poll/pollable.ts';
import { Resource, Trap } from '../resources.ts';
import { UdpAccess } from '../../permissions/udp-access.ts';

/** How many datagrams a `check-send` grants, as in wasmtime. */
const SEND_GRANT = 16;

/** The outcome of receiving a datagram that the guest may not have; the guest never sees it. */
export const DISCARDED = -101;

/** The state of a UDP socket. */
export type UdpState = 'new' | 'binding' | 'bound';

/** A UDP socket; its streams are its children, and only the last pair works. Its methods return 0, or why they failed, below 0. */
export class UdpSocket extends Resource {
  state: UdpState = 'new';
  /** The peer that it is connected to. */
  remote: Address | undefined;
  /** How many pairs of streams were made. */
  generation = 0;
  readonly engine: Engine;
  readonly observer: SocketObserver;
  readonly source: ReadinessSource;
  readonly access: UdpAccess;

  constructor(
    { engine, readiness, permissions = PERMIT_ALL, observer = NO_OBSERVER }: SocketWorld,
    readonly socket: EngineSocket,
  ) {
    super();
    this.engine = engine;
    this.observer = observer;
    this.access = new UdpAccess(permissions);
    this.source = new ReadinessSource(readiness);
    socket.onReady = () => this.source.changed();
  }

  /** Opens a socket, or returns why not. */
  static create(world: SocketWorld, family: 4 | 6): UdpSocket | number {
    const { engine, observer = NO_OBSERVER } = world;
    if (!observer.mayOpen()) return failure('new-socket-limit');
    const socket = engine.openUdp(family);
    if (typeof socket === 'number') return socket;
    observer.opened(socket);
    return new UdpSocket(world, socket);
  }

  startBind(address: Address): number {
    if (this.state === 'binding') return failure('concurrency-conflict');
    if (this.state === 'bound') return INVALID_STATE;
    if (!isOfFamily(address, this.socket.family)) return failure('invalid-argument');
    if (!this.access.mayBind(address)) return failure('access-denied');
    const outcome = this.engine.bind(this.socket, this.observer.addressToBind(address));
    if (outcome < 0) {
      this.observer.listenFailed(address, outcome);
      return outcome;
    }
    if (this.access.mayListen) this.observer.listening(this.socket, address, 'udp');
    if (address.port === 0) this.access.learnPort(address, this.engine.localAddress(this.socket));
    this.state = 'binding';
    return outcome;
  }

  finishBind(): number {
    if (this.state !== 'binding') return failure('not-in-progress');
    this.state = 'bound';
    return 0;
  }

  localAddress(): Address | number {
    return this.state === 'bound' ? this.engine.localAddress(this.socket) : INVALID_STATE;
  }

  remoteAddress(): Address | number {
    return this.remote ?? INVALID_STATE;
  }

  /** Makes a pair of streams, which replaces the one before. `remote`: the only peer that it exchanges datagrams with. */
  stream(remote: Address | undefined): { incoming: IncomingDatagrams; outgoing: OutgoingDatagrams } | number {
    if (this.state !== 'bound') return INVALID_STATE;
    if (remote !== undefined && !(isOfFamily(remote, this.socket.family) && isRemote(remote)))
      return failure('invalid-argument');
    if (remote !== undefined && !this.access.maySend(remote)) return failure('access-denied');
    const outcome = this.associate(remote);
    if (outcome < 0) return outcome;
    this.generation++;
    this.source.changed(); // pollables of replaced streams are ready
    return { incoming: new IncomingDatagrams(this), outgoing: new OutgoingDatagrams(this) };
  }

  /** Makes a pollable that is always ready, since no operation of the socket itself has to wait. */
  subscribe(): Pollable {
    return new SourcePollable(this.source, this, () => true);
  }

  override drop(): void {
    this.socket.onReady = undefined;
    this.engine.closeSocket(this.socket);
    this.observer.closed(this.socket);
  }

  /**
   * Connects or disconnects the socket. It is disconnected first: Linux may refuse to change the peer, and after a failure the state is
   * known.
   */
  private associate(remote: Address | undefined): number {
    if (this.remote !== undefined) {
      const outcome = this.engine.disconnect(this.socket);
      if (outcome < 0) return outcome;
      this.remote = undefined;
    }
    if (remote === undefined) return 0;
    const outcome = this.engine.connect(this.socket, remote);
    if (outcome >= 0) this.remote = remote;
    return outcome;
  }
}

/** The common part of the two streams of a UDP socket. */
abstract class DatagramStream extends Resource {
  protected readonly remote: Address | undefined;
  private readonly generation: number;

  constructor(protected readonly udp: UdpSocket) {
    super(udp);
    this.remote = udp.remote;
    this.generation = udp.generation;
  }

  subscribe(): Pollable {
    return new SourcePollable(this.udp.source, this, () => this.isReplaced || this.isReady);
  }

  /** Whether `stream` was called again. */
  protected get isReplaced(): boolean {
    return this.generation !== this.udp.generation;
  }

  protected abstract get isReady(): boolean;
}

/** The receiving side of a UDP socket. */
export class IncomingDatagrams extends DatagramStream {
  /** Receives one datagram: its bytes, would-block, DISCARDED, or why not. `from` becomes its sender's address. */
  receive(memory: MemoryView, pointer: number, bytes: number, from: Address): number {
    if (this.isReplaced) return INVALID_STATE;
    const { access, engine, observer, socket } = this.udp;
    const outcome = engine.receiveFrom(socket, memory, pointer, bytes, from);
    if (outcome < 0) return outcome;
    observer.received(outcome);
    // Datagrams that came before the socket was connected may be from anybody.
    const isForGuest = this.remote === undefined ? access.mayReceive(from) : isSameAddress(from, this.remote);
    return isForGuest ? outcome : DISCARDED;
  }

  protected get isReady(): boolean {
    return this.udp.engine.isReadable(this.udp.socket);
  }
}

/** The sending side of a UDP socket. */
export class OutgoingDatagrams extends DatagramStream {
  /** How many datagrams the next `send` may have; -1: there was no `check-send` for it. */
  private granted = -1;

  /** Returns how many datagrams the next `send` may have; 0: none, until the pollable is ready. */
  checkSend(): number {
    if (this.isReplaced) return INVALID_STATE;
    return (this.granted = this.udp.socket.writable ? SEND_GRANT : 0);
  }

  /** Uses up the grant: each `send` of datagrams needs its own `checkSend`. Traps when fewer than `count` were granted. */
  use(count: number): void {
    if (count > this.granted)
      throw new Trap(`send of ${count} datagrams, but only ${Math.max(this.granted, 0)} were granted`);
    if (count > 0) this.granted = -1;
  }

  /** Sends one datagram; returns 0 or more, would-block, or why it failed. `to`: undefined for the peer. */
  send(memory: MemoryView, pointer: number, bytes: number, to: Address | undefined): number {
    if (this.isReplaced) return INVALID_STATE;
    const { remote, udp } = this;
    if (remote !== undefined) {
      if (to !== undefined && !isSameAddress(to, remote)) return failure('invalid-argument');
    } else if (to === undefined || !isOfFamily(to, udp.socket.family) || !isRemote(to)) {
      return failure('invalid-argument');
    } else if (!udp.access.maySend(to)) return failure('access-denied');
    const isConnected = remote !== undefined;
    const outcome = udp.engine.sendTo(udp.socket, memory, pointer, bytes, isConnected ? undefined : to);
    if (outcome > 0) udp.observer.sent(outcome);
    return outcome;
  }

  protected get isReady(): boolean {
    return this.udp.socket.writable;
  }
}
