import type { Engine, MemoryView } from '../../engines/engine.ts';
import { WOULD_BLOCK } from '../../engines/outcome.ts';
import { type Pollable, SourcePollable } from '../poll/pollable.ts';
import { InputStream, OutputStream, STREAM_CLOSED } from '../io/stream.ts';
import { FileInput } from '../filesystem/file-input.ts';
import type { TcpSocket } from './tcp-socket.ts';

/** How many bytes one write takes, and so how many the host buffers at most for a slow reader; as in wasmtime. */
const WRITE_LIMIT_BYTES = 65536;
/** The rest where the kernel has all bytes that were taken from the guest, and takes no more. */
const NOTHING = new Uint8Array(0);

/** The receiving side of a connection. */
export class TcpInputStream extends InputStream {
  override readonly isNetwork = true;
  private closed = false;
  private readonly engine: Engine;

  constructor(private readonly tcp: TcpSocket) {
    super(tcp);
    this.engine = tcp.engine;
  }

  read(memory: MemoryView, pointer: number, bytes: number): number {
    if (this.closed) return STREAM_CLOSED;
    if (bytes === 0) return WOULD_BLOCK;
    return this.received(this.engine.receive(this.tcp.socket, memory, pointer, bytes));
  }

  /** Takes bytes to the kernel's pipe, which must be there, and returns as `read`. */
  fillPipe(bytes: number): number {
    return this.closed ? STREAM_CLOSED : this.received(this.engine.pipe!.fillFrom(this.tcp.socket, bytes));
  }

  private received(outcome: number): number {
    if (outcome > 0) this.tcp.observer.received(outcome);
    if (outcome > 0 || outcome === WOULD_BLOCK) return outcome;
    this.closed = true;
    return outcome === 0 ? STREAM_CLOSED : outcome;
  }

  /** Ends reading, for `shutdown`. */
  close(): void {
    this.closed = true;
    this.tcp.output!.giveUp();
    this.tcp.source.changed();
  }

  get isReady(): boolean {
    return this.closed || this.engine.isReadable(this.tcp.socket);
  }

  get hasBytes(): boolean {
    const { socket } = this.tcp;
    return !this.closed && !socket.ended && this.engine.isReadable(socket) && !socket.ended;
  }

  subscribe(): Pollable {
    return new SourcePollable(this.tcp.source, this, () => this.isReady);
  }
}

/** The sending side of a connection. It buffers what the kernel does not take, and grants nothing more until that is sent. */
export class TcpOutputStream extends OutputStream {
  override readonly isNetwork = true;
  /**
   * Whether the guest has shut down receiving, and has since neither written nor ended this side. If it drops the connection then, its
   * peer sees a reset: WASI has no other way to ask for one.
   */
  isGivenUp = false;
  /** The bytes that are not sent yet; none left: the engine has taken them all, but not the kernel. */
  private rest: Uint8Array | undefined;
  private failure = 0;
  private closed = false;
  private shutdownWhenSent = false;
  private readonly engine: Engine;

  constructor(private readonly tcp: TcpSocket) {
    super(tcp);
    this.engine = tcp.engine;
  }

  /** Whether bytes that were taken from the guest are not with the kernel yet. */
  get isSending(): boolean {
    this.sendRest();
    return this.rest !== undefined;
  }

  checkWrite(): number {
    const { isSending } = this;
    if (this.failure < 0) return this.fail();
    if (this.closed) return STREAM_CLOSED;
    return isSending ? 0 : WRITE_LIMIT_BYTES;
  }

  write(memory: MemoryView, pointer: number, bytes: number): number {
    if (this.closed) return STREAM_CLOSED;
    this.isGivenUp = false;
    const { socket } = this.tcp;
    const outcome = this.engine.send(socket, memory, pointer, bytes);
    if (outcome > 0) this.tcp.observer.sent(outcome);
    if (outcome === bytes && socket.writable) return 0;
    if (outcome < 0 && outcome !== WOULD_BLOCK) {
      this.failure = outcome;
      return this.fail();
    }
    this.rest = memory.bytes.slice(pointer + Math.max(outcome, 0), pointer + bytes);
    return 0;
  }

  override moveFrom(source: InputStream, bytes: number): number | undefined {
    if (source instanceof FileInput) return this.moveFile(source, bytes);
    const { pipe } = this.engine;
    if (pipe === undefined || !(source instanceof TcpInputStream)) return undefined;
    const taken = source.fillPipe(bytes);
    if (taken <= 0) return taken;
    this.isGivenUp = false;
    const outcome = pipe.emptyTo(this.tcp.socket);
    if (outcome > 0) this.tcp.observer.sent(outcome);
    if (outcome === taken) return taken;
    this.rest = pipe.takeRest();
    if (outcome >= 0 || outcome === WOULD_BLOCK) return taken;
    this.rest = undefined;
    this.failure = outcome;
    return this.fail();
  }

  /** Sends a part of a file. Where that fails, the file has to be read: then it is seen whether the failure is the file's. */
  private moveFile(source: FileInput, bytes: number): number | undefined {
    let moved = 0;
    let outcome: number | undefined;
    do {
      outcome = source.sendBy(this.engine, this.tcp.socket, bytes - moved);
      if (outcome !== undefined && outcome > 0) moved += outcome;
    } while (outcome !== undefined && outcome > 0 && moved < bytes);
    this.isGivenUp = false;
    if (moved > 0) this.tcp.observer.sent(moved);
    if (outcome === WOULD_BLOCK) this.rest = NOTHING;
    if (moved > 0 || outcome === WOULD_BLOCK) return moved;
    return outcome === 0 ? STREAM_CLOSED : undefined;
  }

  /** Takes note that receiving was shut down. */
  giveUp(): void {
    this.isGivenUp = !this.closed;
  }

  /** Ends writing, for `shutdown`: now, or after the last byte. */
  close(): void {
    this.closed = true;
    this.isGivenUp = false;
    this.shutdownWhenSent = this.rest !== undefined;
    if (!this.shutdownWhenSent) this.engine.shutdown(this.tcp.socket, false, true);
    this.tcp.source.changed();
  }

  get isReady(): boolean {
    return !this.isSending;
  }

  subscribe(): Pollable {
    return new SourcePollable(this.tcp.source, this, () => this.isReady);
  }

  /** Sends buffered bytes, as far as the kernel takes them. */
  sendRest(): void {
    while (this.rest !== undefined && this.tcp.socket.writable) {
      const outcome = this.rest.length === 0 ? 0 : this.engine.sendBytes(this.tcp.socket, this.rest);
      if (outcome > 0) this.tcp.observer.sent(outcome);
      if (outcome < 0 && outcome !== WOULD_BLOCK) this.failure = outcome;
      if (outcome === this.rest.length || this.failure < 0) this.rest = undefined;
      else if (outcome > 0) this.rest = this.rest.subarray(outcome);
    }
    if (this.rest === undefined && this.shutdownWhenSent) {
      this.shutdownWhenSent = false;
      this.engine.shutdown(this.tcp.socket, false, true);
    }
  }

  /** Returns the failure, once; then the stream is closed. */
  private fail(): number {
    const outcome = this.failure;
    this.failure = 0;
    this.closed = true;
    return outcome;
  }
}
