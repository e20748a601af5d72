import type { Address, Engine, EngineSocket } from '../../engines/engine.ts';
import { INVALID_STATE, WOULD_BLOCK, failure } from '../../engines/outcome.ts';
import { isOfFamily, isRemote, isUnicast } from '../../net/address-rules.ts';
import type { World } from '../host.ts';
import { PERMIT_ALL } from '../../permissions/permissions.ts';
import { type Pollable, ReadinessSource, SourcePollable } from '../poll/pollable.ts';
import type { Readiness } from '../poll/readiness.ts';
import { Resource } from '../resources.ts';
import { TcpInputStream, TcpOutputStream } from './tcp-streams.ts';

/** What a socket has come to; `closed`: a connection that failed, nothing can be done with it any more. */
export type TcpState =
  'new' | 'binding' | 'bound' | 'starting-listen' | 'listening' | 'connecting' | 'connected' | 'closed';

/** What `listen` takes; the OS has limits of its own below it. */
const MAX_BACKLOG = 2 ** 31 - 1;

/** A TCP socket; its streams are children of it. Its steps give an outcome: 0, or why not, below 0. */
export class TcpSocket extends Resource {
  state: TcpState = 'new';
  backlog = 128;
  /** Whether the address that it is bound to may be listened on. */
  private mayListen = false;
  /** Once connected. */
  input: TcpInputStream | undefined;
  /** Once connected. */
  output: TcpOutputStream | undefined;
  readonly source: ReadinessSource;
  /** What `startConnect` came to: would-block while it is under way. */
  private connectOutcome = 0;

  constructor(
    private readonly engine: Engine,
    private readonly readiness: Readiness,
    readonly socket: EngineSocket,
    private readonly permissions = PERMIT_ALL,
  ) {
    super();
    this.source = new ReadinessSource(readiness);
    socket.onReady = () => {
      this.output?.sendRest(); // whether the guest waits for that or not
      this.source.changed();
    };
  }

  /** Opens a new one, or says why not. */
  static create({ engine, readiness, permissions }: World, family: 4 | 6): TcpSocket | number {
    const opened = engine.openTcp(family);
    return typeof opened === 'number' ? opened : new TcpSocket(engine, readiness, opened, permissions);
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

  /** Whatever the system says of it is told by `finishConnect`. */
  startConnect(address: Address): number {
    if (this.isBusy) return failure('concurrency-conflict');
    if (this.state !== 'new' && this.state !== 'bound') return INVALID_STATE;
    if (!isOfFamily(address, this.socket.family) || !isUnicast(address) || !isRemote(address))
      return failure('invalid-argument');
    if (!this.permissions.mayConnect(address)) return this.denied('connect', address);
    this.connectOutcome = this.engine.connect(this.socket, address);
    this.state = 'connecting';
    this.source.changed();
    return 0;
  }

  /** 0: it is connected, and `open` gives its streams. */
  finishConnect(): number {
    if (this.state !== 'connecting') return failure('not-in-progress');
    if (this.connectOutcome === WOULD_BLOCK) this.connectOutcome = this.engine.finishConnect(this.socket);
    if (this.connectOutcome < 0 && this.connectOutcome !== WOULD_BLOCK) this.state = 'closed';
    return this.connectOutcome;
  }

  /** Becomes a connection with two streams. */
  open(): { input: TcpInputStream; output: TcpOutputStream } {
    this.state = 'connected';
    this.input = new TcpInputStream(this.engine, this);
    this.output = new TcpOutputStream(this.engine, this);
    return { input: this.input, output: this.output };
  }

  /** Gives the next connection, whose streams `open` makes, or why there is none. */
  accept(): TcpSocket | number {
    const accepted = this.state === 'listening' ? this.engine.accept(this.socket) : INVALID_STATE;
    return typeof accepted === 'number'
      ? accepted
      : new TcpSocket(this.engine, this.readiness, accepted, this.permissions);
  }

  localAddress(): Address | number {
    const isBound = this.state !== 'new' && this.state !== 'binding' && this.isUsable;
    return isBound ? this.engine.localAddress(this.socket) : INVALID_STATE;
  }

  remoteAddress(): Address | number {
    return this.state === 'connected' ? this.engine.remoteAddress(this.socket) : INVALID_STATE;
  }

  /** The socket whose options can be read and set, or why they can't: as in wasmtime, not while it connects. */
  get optionSocket(): EngineSocket | number {
    return this.isUsable ? this.socket : INVALID_STATE;
  }

  /** Sets the backlog, at once if it listens. `value`: a u64, which may come signed. */
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

  /** What was taken from the guest is still sent: the connection closes after its last byte, or is reset if that takes too long. */
  override drop(): void {
    const { engine, output, socket } = this;
    const { lingering } = this.readiness;
    const close = (): void => {
      if (output?.isSending) return;
      lingering.remove(this);
      socket.onReady = undefined;
      engine.closeSocket(socket);
    };
    socket.onReady = close;
    close();
    if (socket.onReady !== undefined) lingering.add(this, () => engine.closeSocket(socket, true));
  }

  /** Whether something has been started and not finished. */
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
    const { engine, permissions, socket } = this;
    if (!isOfFamily(address, socket.family) || !isUnicast(address)) return failure('invalid-argument');
    this.mayListen = permissions.mayListen(address);
    if (!this.mayListen && !permissions.mayBindToConnect(address)) return this.denied('listen', address);
    const outcome = engine.bind(socket, address);
    if (outcome >= 0 && address.port === 0) permissions.learnPort(address, engine.localAddress(socket));
    return outcome;
  }

  private listen(): number {
    const { engine, socket } = this;
    if (this.mayListen) return engine.listen(socket, this.backlog);
    const address = engine.localAddress(socket);
    return typeof address === 'number' ? address : this.denied('listen', address);
  }

  private denied(what: 'connect' | 'listen', address: Address): number {
    this.permissions.denied(what, address);
    return failure('access-denied');
  }

  /** Starts what is allowed in one state only, and leads to the next if it succeeds. */
  private start(from: TcpState, to: TcpState, act: () => number): number {
    if (this.state !== from) return this.isBusy ? failure('concurrency-conflict') : INVALID_STATE;
    const outcome = act();
    if (outcome >= 0) this.state = to;
    return outcome;
  }

  /** Finishes what was started. */
  private finish(from: TcpState, to: TcpState): number {
    if (this.state !== from) return failure('not-in-progress');
    this.state = to;
    return 0;
  }
}
