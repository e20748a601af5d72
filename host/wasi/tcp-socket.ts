import type { Engine, EngineSocket } from '../engines/engine.ts';
import { WOULD_BLOCK } from '../engines/outcome.ts';
import { type Pollable, Subject, SubjectPollable } from './pollable.ts';
import type { Readiness } from './readiness.ts';
import { Resource } from './resources.ts';
import { TcpInputStream, TcpOutputStream } from './tcp-streams.ts';

/** What a socket has come to; `closed`: a connection that failed, nothing can be done with it any more. */
export type TcpState =
  'new' | 'binding' | 'bound' | 'starting-listen' | 'listening' | 'connecting' | 'connected' | 'closed';

/** A TCP socket; its streams are children of it. */
export class TcpSocket extends Resource {
  state: TcpState = 'new';
  backlog = 128;
  /** Whether the address that it is bound to may be listened on. */
  mayListen = false;
  /** What `start-connect` came to: would-block while it is under way. */
  connectOutcome = 0;
  /** Once connected. */
  input: TcpInputStream | undefined;
  /** Once connected. */
  output: TcpOutputStream | undefined;
  readonly subject: Subject;

  constructor(
    private readonly engine: Engine,
    readiness: Readiness,
    readonly socket: EngineSocket,
  ) {
    super();
    this.subject = new Subject(readiness);
    socket.onReady = () => {
      this.output?.sendRest(); // whether the guest waits for that or not
      this.subject.changed();
    };
  }

  /** Whether something has been started and not finished. */
  get isBusy(): boolean {
    return this.state === 'binding' || this.state === 'starting-listen' || this.state === 'connecting';
  }

  /** Becomes a connection with two streams. */
  open(): { input: TcpInputStream; output: TcpOutputStream } {
    this.state = 'connected';
    this.input = new TcpInputStream(this.engine, this);
    this.output = new TcpOutputStream(this.engine, this);
    return { input: this.input, output: this.output };
  }

  subscribe(): Pollable {
    return new SubjectPollable(this.subject, this, () => this.isReady);
  }

  /** What was taken from the guest is still sent: the connection closes after its last byte. */
  override drop(): void {
    const close = (): void => {
      if (!this.output?.isSending) this.engine.closeSocket(this.socket);
    };
    this.socket.onReady = close;
    close();
  }

  private get isReady(): boolean {
    if (this.state === 'listening') return this.engine.isReadable(this.socket);
    return this.state !== 'connecting' || this.connectOutcome !== WOULD_BLOCK || this.socket.writable;
  }
}
