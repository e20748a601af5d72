import * as wasi from '../wasi';
import { INVALID_STATE, NOT_SUPPORTED, Pollable, WOULD_BLOCK } from '../wasi';
import { SocketAddress } from './address';
import { ByteQueue } from './byte-queue';
import { ConnectionSocket } from './connection-socket';
import { MAX_READ_BYTES, MAX_SPLICE_BYTES, MIN_READ_BYTES, nextReadBytes } from './read-size';
import { startConnecting } from './start-connecting';

/** Whether the host moves bytes of files to sockets at once, as far as is known. */
let movesFiles: bool = wasi.SPLICES_FILES;
/** In place of a socket that could not be opened; the stream is open until it is closed. */
const NO_SOCKET: wasi.TcpSocket = -1;

/**
 * A TCP connection, accepted by a `TcpListener` or made by `connect`. While it connects, calls that need a connection return WOULD_BLOCK (`sendable`: 0); if that fails, why. Each of them finishes
 * connecting, so a program that only sends and receives need not call `finishConnect`.
 */
export class TcpStream extends ConnectionSocket {
  /** 0: connected; WOULD_BLOCK: connecting; INVALID_STATE: closed; else why connecting failed. */
  private state: i32 = 0;
  private granted: i32 = 0;
  private likelyBytes: i32 = MIN_READ_BYTES;
  /** Whether the last read was full. */
  private wasFull: bool = false;

  /** Takes over a connected socket and its streams. */
  constructor(
    socket: wasi.TcpSocket,
    private input: wasi.InputStream,
    private output: wasi.OutputStream,
  ) {
    super(socket);
  }

  /**
   * Starts connecting to `address` and returns at once; with `local`, from that address of this machine.
   *
   * It can be registered: EVENT_WRITE, and EVENT_READ, mean that there is a result, which `finishConnect` returns. A failure to start
   * is reported in the same way.
   */
  static connect(address: SocketAddress, local: SocketAddress | null = null): TcpStream {
    const socket = startConnecting(address, local);
    const stream = new TcpStream(max(socket, NO_SOCKET), 0, 0);
    stream.peer = address.copy();
    stream.state = socket < 0 ? socket : WOULD_BLOCK;
    stream.finishConnect(); // wasmtime does not really start before it is asked for the result
    return stream;
  }

  /**
   * Finishes `connect`, without waiting.
   *
   * Returns 0 (connected, also when it was accepted), WOULD_BLOCK (no result yet), CONNECTION_REFUSED, REMOTE_UNREACHABLE,
   * TIMEOUT, CONNECTION_RESET, INVALID_ARGUMENT (not an address to connect to, such as port 0), ACCESS_DENIED, NOT_SUPPORTED (no
   * such family here), NEW_SOCKET_LIMIT, of `local` ADDRESS_IN_USE or ADDRESS_NOT_BINDABLE, or INVALID_STATE (closed).
   */
  finishConnect(): i32 {
    return this.state == WOULD_BLOCK ? this.finish() : this.state;
  }

  /**
   * Receives at most `limitBytes` to the start of `buffer`, without waiting.
   *
   * Returns the bytes received, END_OF_STREAM (0), WOULD_BLOCK, INVALID_STATE (closed), why connecting failed, or why the connection
   * failed: CONNECTION_BROKEN with WASI 0.2, which reports no more, CONNECTION_RESET and the like with 0.3.
   */
  recv(buffer: StaticArray<u8>, limitBytes: i32 = buffer.length): i32 {
    const outcome = this.finishConnect();
    if (outcome != 0) return outcome;
    const asked = min(min(limitBytes, buffer.length), this.likelyBytes);
    return this.haveRead(wasi.readStream(this.input, buffer, asked), MAX_READ_BYTES);
  }

  /** Like `recv`, but blocks the whole program until there is something to return. */
  recvBlocking(buffer: StaticArray<u8>): i32 {
    const outcome = this.finishConnectBlocking();
    return outcome == 0 ? wasi.readStreamBlocking(this.input, buffer, buffer.length) : outcome;
  }

  /**
   * Returns how many bytes `send` takes now. 0: bytes sent before are in flight, wait for EVENT_WRITE.
   *
   * Negative: CONNECTION_BROKEN, why connecting failed, or INVALID_STATE (closed).
   */
  sendable(): i32 {
    const outcome = this.finishConnect();
    if (outcome != 0) return outcome == WOULD_BLOCK ? 0 : outcome;
    if (this.granted == 0 || wasi.GRANTS_LAPSE) this.granted = wasi.writableBytes(this.output);
    const granted = this.granted;
    if (granted < 0) this.granted = 0;
    return granted;
  }

  /**
   * Sends `bytes` bytes of `buffer` from `offset` on, or as many as `sendable` returns, without waiting.
   *
   * The host keeps the bytes that the peer does not take at once. Returns the bytes sent, WOULD_BLOCK (none), CONNECTION_BROKEN, why
   * connecting failed, or INVALID_STATE (closed).
   */
  send(buffer: StaticArray<u8>, bytes: i32, offset: i32 = 0): i32 {
    const granted = this.sendable();
    if (granted <= 0) return granted == 0 ? WOULD_BLOCK : granted;
    const part = min(min(bytes, buffer.length - offset), granted);
    this.granted = 0;
    const failed = wasi.writeStream(this.output, buffer, offset, part);
    return failed != 0 ? failed : part;
  }

  /** Sends the bytes of a queue, or as many as `sendable` returns, without waiting, and removes them. Returns like `send`; 0: none. */
  sendQueued(queue: ByteQueue): i32 {
    if (queue.length == 0) return 0;
    const granted = this.sendable();
    if (granted <= 0) return granted == 0 ? WOULD_BLOCK : granted;
    const part = min(queue.length, granted);
    this.granted = 0;
    const failed = queue.writeTo(this.output, part);
    return failed != 0 ? failed : part;
  }

  /**
   * Sends at most `limitBytes` bytes that have arrived at another stream, without waiting; they stay with the host, which makes that cheaper
   * than `recv` and `send`.
   *
   * Returns the bytes moved. Else `sendable` tells whose the outcome is. Above 0: the other's, as of `recv`. 0: wait for EVENT_WRITE.
   * Negative: nothing can be sent any more, and why.
   */
  spliceFrom(source: TcpStream, limitBytes: i32): i32 {
    let outcome = this.finishConnect();
    if (outcome == 0) outcome = source.finishConnect();
    if (outcome != 0) return outcome;
    this.granted = 0;
    const asked = min(limitBytes, source.likelyBytes);
    return source.haveRead(wasi.spliceStream(this.output, source.input, asked), MAX_SPLICE_BYTES);
  }

  /**
   * Sends at most `limitBytes` bytes of a file from `offset` on, without waiting, where the host moves them past the program's memory.
   *
   * Returns the bytes sent; 0: the file ends there; NOT_SUPPORTED: read the file and `send` the bytes. Else `sendable` tells as for
   * `spliceFrom` whose the outcome is.
   */
  sendFile(file: wasi.Descriptor, offset: i64, limitBytes: i32): i32 {
    if (!movesFiles) return NOT_SUPPORTED;
    const sendable = this.sendable();
    if (sendable <= 0) return sendable == 0 ? WOULD_BLOCK : sendable;
    this.granted = 0;
    const bytes = wasi.spliceFile(this.output, file, offset, limitBytes);
    if (bytes != WOULD_BLOCK || this.sendable() <= 0) return bytes;
    movesFiles = false; // the file is what has to be waited for: wasmtime reads it in another thread
    return NOT_SUPPORTED;
  }

  /** Sends the first `bytes` bytes of `buffer` and blocks the whole program until the host has them. Returns 0 or a failure. */
  sendAllBlocking(buffer: StaticArray<u8>, bytes: i32): i32 {
    const outcome = this.finishConnectBlocking();
    return outcome == 0 ? wasi.writeBufferBlocking(this.output, buffer, bytes) : outcome;
  }

  /**
   * Shuts down sending (half-close): the peer reads the bytes sent, then the end of the stream.
   *
   * Call it only when nothing is in flight (`sendable` is not 0), else the host may drop those bytes. Returns 0, or INVALID_STATE when
   * it is not connected.
   */
  shutdownSend(): i32 {
    return this.shutdown(wasi.SHUTDOWN_SEND);
  }

  /** Shuts down receiving: `recv` returns the end of the stream from now on. Returns 0, or INVALID_STATE when it is not connected. */
  shutdownReceive(): i32 {
    return this.shutdown(wasi.SHUTDOWN_RECEIVE);
  }

  subscribeRead(): Pollable {
    return this.state == 0 ? wasi.subscribeInput(this.input) : this.subscribeResult();
  }

  subscribeWrite(): Pollable {
    return this.state == 0 ? wasi.subscribeOutput(this.output) : this.subscribeResult();
  }

  /**
   * Asks the host to make closing, which is next, a reset for the peer. The Node host takes it so when receiving is shut down, sending is
   * not, and the socket is dropped then; WASI says nothing of resets, and wasmtime makes none of it.
   */
  resetAtClose(): void {
    this.shutdownReceive();
  }

  /**
   * Closes the connection now and gives up the bytes in flight, if the host allows that. Returns false if it does not: nothing has
   * changed then; call it again at EVENT_WRITE.
   */
  abort(): bool {
    if (this.state == 0 && !wasi.abandonOutput(this.output)) return false;
    this.close();
    return true;
  }

  /** Closes the connection. Call it only when nothing is in flight, else wasmtime blocks until the peer has read those bytes. */
  close(): void {
    if (!this.isOpen) return;
    this.aboutToClose();
    if (this.state == 0) {
      wasi.dropInput(this.input);
      wasi.dropOutput(this.output);
    }
    if (this.socket != NO_SOCKET) wasi.dropSocket(this.socket);
    this.socket = 0;
    this.state = INVALID_STATE;
  }

  /** Takes the outcome of a read, and returns it. */
  private haveRead(bytes: i32, maxBytes: i32): i32 {
    const asked = this.likelyBytes;
    this.likelyBytes = nextReadBytes(asked, bytes, this.wasFull, maxBytes);
    this.wasFull = bytes == asked;
    return bytes;
  }

  private finish(): i32 {
    const outcome = wasi.finishConnect(this.socket);
    if (outcome == WOULD_BLOCK) return outcome;
    this.state = outcome;
    if (outcome == 0) {
      this.input = wasi.connectedInput;
      this.output = wasi.connectedOutput;
    }
    this.hasChanged();
    return outcome;
  }

  private finishConnectBlocking(): i32 {
    while (this.finishConnect() == WOULD_BLOCK) {
      const pollable = wasi.subscribeSocket(this.socket);
      wasi.blockOn(pollable);
      wasi.dropPollable(pollable);
    }
    return this.state;
  }

  private shutdown(how: i32): i32 {
    return this.finishConnect() == 0 ? wasi.shutdownSocket(this.socket, how) : INVALID_STATE;
  }

  /** A failure to connect stays ready to be reported, whatever the host makes of the socket. */
  private subscribeResult(): Pollable {
    return this.state == WOULD_BLOCK ? wasi.subscribeSocket(this.socket) : wasi.subscribeDuration(0);
  }
}
