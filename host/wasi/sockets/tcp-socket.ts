import type { Address, Engine, EngineSocket } from '../../engines/engine.ts';
import { INVALID_STATE, WOULD_BLOCK, failure } from '../../engines/outcome.ts';
import { isOfFamily, isRemote, isUnicast } from '../../net/address-rules.ts';
import type { World } from '../host.ts';
import { NO_OBSERVER, type SocketObserver } from './observer.ts';
import { PERMIT_ALL, type Permissions } from '../../permissions/permissions.ts';
import { type Pollable, ReadinessSource, SourcePollable } from '../poll/pollable.ts';
import { Resource } from '../resources.ts';
import { TcpInputStream, TcpOutputStream } from './tcp-streams.ts';

/** The state of a socket; `closed`: connecting failed, and the socket can't be used any more. */
export type TcpState =
  'new' | 'binding' | 'bound' | 'starting-listen' | 'listening' | 'connecting' | 'connected' | 'closed';

/** How many connections one call of `accept` closes before others get their turn. */
const MAX_REFUSED = 64;
/** The highest backlog that `listen` takes; the OS has lower limits. */
const MAX_BACKLOG = 2 ** 31 - 1;

/** What sockets use of a guest's world. */
export type SocketWorld = Pick<World, 'engine' | 'readiness' | 'lingering' | 'permissions' | 'observer'>;

/** A TCP socket; its streams are its children. Its methods return an outcome: 0, or why they failed, below 0. */
export class TcpSocket extends Resource {
  state: TcpState = 'new';
  backlog = 128;
  /** The address that the guest asked to bind, which may have port 0, if it may be listened on. */
  private listenAddress: Address | undefined;
  /** Once connected. */
  input: TcpInputStream | undefined;
  /** Once connected. */
  output: TcpOutputStream | undefined;
  readonly engine: Engine;
  readonly observer: SocketObserver;
  readonly source: ReadinessSource;
  private readonly permissions: Permissions;
  /** The outcome of connecting; would-block until it has finished. */
  private connectOutcome = 0;

  constructor(
    private readonly world: SocketWorld,
    readonly socket: EngineSocket,
  ) {
    super();
    this.engine = world.engine;
    this.observer = world.observer ?? NO_OBSERVER;
    this.permissions = world.permissions ?? PERMIT_ALL;
    this.source = new ReadinessSource(world.readiness);
    socket.onReady = () => {
      this.output?.sendRest(); // even if the guest does not wait for it
      this.source.changed();
    };
  }

  /** Opens a socket, or returns why not. */
  static create(world: SocketWorld, family: 4 | 6): TcpSocket | number {
    const { engine, observer = NO_OBSERVER } = world;
    if (!observer.mayOpen()) return failure('new-socket-limit');
    const socket = engine.openTcp(family);
    if (typeof socket === 'number') return socket;
    observer.opened(socket);
    return new TcpSocket(world, socket);
  }

  startBind(address: Address): number {
    return this.start('new', 'binding', () => this.bind(address));
  }

  finishBind(): number {
    return this.finish('binding', 'bound');
  }

  startListen(): number {
    return this.start('bound', 'starting-listen', () => this.listen());
  }

  finishListen(): number {
    return this.finish('starting-listen', 'listening');
  }

  /** Starts connecting. Failures of the system are returned by `finishConnect`. */
  startConnect(address: Address): number {
    if (this.isBusy) return failure('concurrency-conflict');
    if (this.state !== 'new' && this.state !== 'bound') return INVALID_STATE;
    if (!isOfFamily(address, this.socket.family) || !isUnicast(address) || !isRemote(address))
      return failure('invalid-argument');
    if (!this.permissions.mayConnect(address)) return this.denied('connect', address);
    this.connectOutcome = this.engine.connect(this.socket, address);
    if (this.connectOutcome === 0) this.observer.connected(this.socket);
    this.state = 'connecting';
    this.source.changed();
    return 0;
  }

  /** Returns 0 when the socket is connected: `open` then makes its streams. */
  finishConnect(): number {
    if (this.state !== 'connecting') return failure('not-in-progress');
    if (this.connectOutcome === WOULD_BLOCK) {
      this.connectOutcome = this.engine.finishConnect(this.socket);
      if (this.connectOutcome === 0) this.observer.connected(this.socket);
    }
    if (this.connectOutcome < 0 && this.connectOutcome !== WOULD_BLOCK) this.state = 'closed';
    return this.connectOutcome;
  }

  /** Makes the two streams of a connection. */
  open(): { input: TcpInputStream; output: TcpOutputStream } {
    this.state = 'connected';
    this.input = new TcpInputStream(this);
    this.output = new TcpOutputStream(this);
    return { input: this.input, output: this.output };
  }

  /** Gives the next connection, whose streams `open` makes, or why there is none. Those that the observer refuses are closed. */
  accept(): TcpSocket | number {
    if (this.state !== 'listening') return INVALID_STATE;
    const { engine, observer, socket, world } = this;
    for (let refused = 0; refused < MAX_REFUSED; refused++) {
      // At the limit clients wait in the backlog.
      if (!observer.mayOpen() && !socket.stopped) {
        // Readiness comes in waits: a guest that only asks learns of the limit too.
        if (!socket.readable && engine.waitsBlocking) void world.readiness.look(0);
        return engine.isReadable(socket) ? failure('new-socket-limit') : WOULD_BLOCK;
      }
      const accepted = engine.accept(socket);
      if (typeof accepted === 'number') return accepted;
      if (observer.admit(accepted)) return new TcpSocket(world, accepted);
      engine.closeSocket(accepted);
    }
    return WOULD_BLOCK;
  }

  localAddress(): Address | number {
    const isBound = this.state !== 'new' && this.state !== 'binding' && this.isUsable;
    return isBound ? this.engine.localAddress(this.socket) : INVALID_STATE;
  }

  remoteAddress(): Address | number {
    return this.state === 'connected' ? this.engine.remoteAddress(this.socket) : INVALID_STATE;
  }

  /** The socket, or why its options can't be used: as in wasmtime, they can't while it connects. */
  get optionSocket(): EngineSocket | number {
    return this.isUsable ? this.socket : INVALID_STATE;
  }

  /** Sets the backlog, also of a socket that listens. `value`: a u64, which may be passed signed. */
  setBacklog(value: bigint): number {
    if (value === 0n) return failure('invalid-argument');
    if (this.state === 'connected' || !this.isUsable) return INVALID_STATE;
    this.backlog = value < 0n || value > MAX_BACKLOG ? MAX_BACKLOG : Number(value);
    const isListening = this.state === 'listening' || this.state === 'starting-listen';
    return isListening ? this.engine.listen(this.socket, this.backlog) : 0;
  }

  shutdown(receive: boolean, send: boolean): number {
    if (this.state !== 'connected') return INVALID_STATE;
    if (receive) {
      this.engine.shutdown(this.socket, true, false);
      this.input?.close();
    }
    if (send) this.output?.close();
    return 0;
  }

  subscribe(): Pollable {
    return new SourcePollable(this.source, this, () => this.isReady);
  }

  /** Closes the connection after the last byte that was taken from the guest; it lingers until then, or is reset. See `isGivenUp` too. */
  override drop(): void {
    const { output, socket } = this;
    const { lingering } = this.world;
    const closeWhenSent = (): void => {
      if (output?.isSending) return;
      lingering.remove(this);
      this.close(output?.isGivenUp === true);
    };
    socket.onReady = closeWhenSent;
    closeWhenSent();
    if (socket.onReady !== undefined) lingering.add(this, () => this.close(true));
  }

  /** Whether an operation was started and is not finished. */
  private get isBusy(): boolean {
    return this.state === 'binding' || this.state === 'starting-listen' || this.state === 'connecting';
  }

  private get isUsable(): boolean {
    return this.state !== 'connecting' && this.state !== 'closed';
  }

  private get isReady(): boolean {
    if (this.state === 'listening') return this.engine.isReadable(this.socket);
    return this.state !== 'connecting' || this.connectOutcome !== WOULD_BLOCK || this.socket.writable;
  }

  private bind(address: Address): number {
    const { engine, observer, permissions, socket } = this;
    if (!isOfFamily(address, socket.family) || !isUnicast(address)) return failure('invalid-argument');
    this.listenAddress = permissions.mayListen(address) ? address : undefined;
    if (this.listenAddress === undefined && !permissions.mayBindToConnect(address))
      return this.denied('listen', address);
    const outcome = engine.bind(socket, observer.addressToBind(address));
    if (outcome < 0) observer.listenFailed(address, outcome);
    else if (address.port === 0) permissions.learnPort(address, engine.localAddress(socket));
    return outcome;
  }

  private listen(): number {
    const { engine, listenAddress, observer, socket } = this;
    if (listenAddress === undefined) {
      const address = engine.localAddress(socket);
      return typeof address === 'number' ? address : this.denied('listen', address);
    }
    const outcome = engine.listen(socket, this.backlog);
    if (outcome < 0) observer.listenFailed(listenAddress, outcome);
    else observer.listening(socket, listenAddress, 'tcp');
    return outcome;
  }

  private close(isReset: boolean): void {
    const { engine, observer, socket } = this;
    socket.onReady = undefined;
    engine.closeSocket(socket, isReset);
    observer.closed(socket);
  }

  private denied(use: 'connect' | 'listen', address: Address): number {
    this.permissions.denied(use, address);
    return failure('access-denied');
  }

  /** Starts an operation that is allowed in one state only; if it succeeds, the next state is `to`. */
  private start(from: TcpState, to: TcpState, act: () => number): number {
    if (this.state !== from) return this.isBusy ? failure('concurrency-conflict') : INVALID_STATE;
    const outcome = act();
    if (outcome >= 0) this.state = to;
    return outcome;
  }

  /** Finishes an operation that was started. */
  private finish(from: TcpState, to: TcpState): number {
    if (this.state !== from) return failure('not-in-progress');
    this.state = to;
    return 0;
  }
}
