import { ByteQueue } from '../wasi/byte-queue';
import { INVALID_STATE, WOULD_BLOCK } from '../wasi/outcomes';
import { Pollable } from '../wasi/poll';
import * as streams from '../wasi/streams';
import * as tcp from '../wasi/tcp';
import { getTcpOption, setTcpOption } from '../wasi/tcp-options';
import { SocketAddress } from './address';
import { OutboundStream } from './outbound-stream';
import { Selectable } from './selectable';

// wasmtime allocates and clears what a read asks for, up to 64 KiB: ask for about what is likely to be there.
const LEAST_READ_BYTES: i32 = 1024;
const MOST_READ_BYTES: i32 = 65536;

/** A TCP connection. */
export class TcpStream extends Selectable {
  private granted: i32 = 0;
  private likelyBytes: i32 = LEAST_READ_BYTES;
  protected peer: SocketAddress | null = null;

  constructor(
    protected socket: tcp.TcpSocket,
    protected input: streams.InputStream,
    protected output: streams.OutputStream,
  ) {
    super();
  }

  /**
   * Starts connecting to `address` and returns at once; with `local`, from that address of this machine.
   *
   * It can be registered: EVENT_WRITE, and EVENT_READ, say that it is decided, for good or bad; then `finishConnect` says
   * which. A failure to start is reported in the same way.
   */
  static connect(address: SocketAddress, local: SocketAddress | null = null): TcpStream {
    return new OutboundStream(address, local);
  }

  get isOpen(): bool {
    return this.socket != 0;
  }

  /** Its own address, asked for each time; port 0 when it is not connected. */
  get localAddress(): SocketAddress {
    const address = new SocketAddress();
    if (this.socket > 0) tcp.localAddress(this.socket, address);
    return address;
  }

  /** The peer's address; asked for once, so also known when the connection is lost. Port 0 when it was lost before. */
  get remoteAddress(): SocketAddress {
    let peer = this.peer;
    if (peer == null) {
      peer = new SocketAddress();
      if (this.isOpen) tcp.remoteAddress(this.socket, peer);
      this.peer = peer;
    }
    return peer;
  }

  /**
   * Asks what became of `connect`.
   *
   * Returns 0 (connected, also when it was accepted), WOULD_BLOCK (not decided yet), CONNECTION_REFUSED, REMOTE_UNREACHABLE,
   * TIMEOUT, CONNECTION_RESET, INVALID_ARGUMENT (nothing to connect to, such as port 0), ACCESS_DENIED, NOT_SUPPORTED (no such
   * family here), NEW_SOCKET_LIMIT, of `local` ADDRESS_IN_USE or ADDRESS_NOT_BINDABLE, or INVALID_STATE (closed).
   */
  finishConnect(): i32 {
    return this.isOpen ? 0 : INVALID_STATE;
  }

  /**
   * Receives at most `limitBytes` to the start of `buffer`, without waiting.
   *
   * Returns the bytes received, END_OF_STREAM (0), WOULD_BLOCK, INVALID_STATE (closed), or a failure: CONNECTION_BROKEN on WASI 0.2,
   * which knows no more, CONNECTION_RESET and the like on 0.3.
   */
  recv(buffer: StaticArray<u8>, limitBytes: i32 = buffer.length): i32 {
    if (!this.isOpen) return INVALID_STATE;
    const asked = min(min(limitBytes, buffer.length), this.likelyBytes);
    const bytes = streams.readStream(this.input, buffer, asked);
    if (bytes == this.likelyBytes) this.likelyBytes = min(bytes << 1, MOST_READ_BYTES);
    else if (bytes > 0 && bytes < this.likelyBytes >> 2)
      this.likelyBytes = max(this.likelyBytes >> 1, LEAST_READ_BYTES);
    return bytes;
  }

  /** Like `recv`, but the whole program waits until there is something to return. */
  recvBlocking(buffer: StaticArray<u8>): i32 {
    if (!this.isOpen) return INVALID_STATE;
    return streams.readStreamBlocking(this.input, buffer, buffer.length);
  }

  /**
   * Returns how many bytes `send` takes now. 0: what was sent before is still on its way, wait for EVENT_WRITE.
   *
   * Negative: CONNECTION_BROKEN or INVALID_STATE (closed).
   */
  sendable(): i32 {
    if (!this.isOpen) return INVALID_STATE;
    if (this.granted == 0 || streams.GRANTS_LAPSE) this.granted = streams.writableBytes(this.output);
    const granted = this.granted;
    if (granted < 0) this.granted = 0;
    return granted;
  }

  /**
   * Sends `bytes` bytes of `buffer` from `offset`, or as many as `sendable` says, without waiting.
   *
   * What it takes is safe: the host keeps what the peer does not take at once. Returns the bytes taken, WOULD_BLOCK (none),
   * CONNECTION_BROKEN or INVALID_STATE (closed).
   */
  send(buffer: StaticArray<u8>, bytes: i32, offset: i32 = 0): i32 {
    const room = this.sendable();
    if (room <= 0) return room == 0 ? WOULD_BLOCK : room;
    const part = min(min(bytes, buffer.length - offset), room);
    this.granted = 0;
    const failed = streams.writeStream(this.output, buffer, offset, part);
    return failed != 0 ? failed : part;
  }

  /**
   * Sends what a queue holds, or as much of it as `sendable` says, without waiting, and takes that out of the queue.
   *
   * Returns like `send`; an empty queue: 0.
   */
  sendQueued(queue: ByteQueue): i32 {
    if (queue.length == 0) return 0;
    const room = this.sendable();
    if (room <= 0) return room == 0 ? WOULD_BLOCK : room;
    const part = min(queue.length, room);
    this.granted = 0;
    const failed = queue.writeTo(this.output, part);
    return failed != 0 ? failed : part;
  }

  /** Sends the first `bytes` bytes of `buffer`; the whole program waits until the host has them all. Returns 0 or a failure. */
  sendAllBlocking(buffer: StaticArray<u8>, bytes: i32): i32 {
    if (!this.isOpen) return INVALID_STATE;
    return streams.writeBufferBlocking(this.output, buffer, bytes);
  }

  /**
   * Shuts our sending side (half-close): the peer reads what was sent and then the end of the stream.
   *
   * Only when nothing is on its way (`sendable` is not 0): the host may throw that away. Returns 0 or a failure.
   */
  shutdownSend(): i32 {
    if (!this.isOpen) return INVALID_STATE;
    return tcp.shutdownSocket(this.socket, tcp.SHUTDOWN_SEND);
  }

  /** Shuts our receiving side: `recv` gives the end of the stream from now on. Returns 0 or a failure. */
  shutdownReceive(): i32 {
    if (!this.isOpen) return INVALID_STATE;
    return tcp.shutdownSocket(this.socket, tcp.SHUTDOWN_RECEIVE);
  }

  /** Sets an option, such as KEEP_ALIVE. Returns 0, INVALID_ARGUMENT, NOT_SUPPORTED or INVALID_STATE (closed, or not decided). */
  setOption(option: i32, value: i64): i32 {
    return this.socket > 0 ? setTcpOption(this.socket, option, value) : INVALID_STATE;
  }

  /** Gives an option's value; negative: NOT_SUPPORTED or INVALID_STATE. */
  getOption(option: i32): i64 {
    return this.socket > 0 ? getTcpOption(this.socket, option) : INVALID_STATE;
  }

  subscribeRead(): Pollable {
    return streams.subscribeInput(this.input);
  }

  subscribeWrite(): Pollable {
    return streams.subscribeOutput(this.output);
  }

  /**
   * Closes the connection now, and gives up what is on its way, where the host lets go of it; else returns false, and nothing has
   * happened: call it again at EVENT_WRITE.
   */
  abort(): bool {
    if (this.isOpen && !streams.abandonOutput(this.output)) return false;
    this.close();
    return true;
  }

  /** Closes the connection; only when nothing is on its way, else wasmtime stands still until the peer has read it. */
  close(): void {
    if (!this.isOpen) return;
    this.aboutToClose();
    streams.dropInput(this.input);
    streams.dropOutput(this.output);
    tcp.dropSocket(this.socket);
    this.socket = 0;
  }
}
