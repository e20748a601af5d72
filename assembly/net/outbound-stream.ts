import { INVALID_STATE, WOULD_BLOCK } from '../wasi/outcomes';
import { Pollable, blockOn, dropPollable } from '../wasi/poll';
import { subscribeDuration } from '../wasi/monotonic-clock';
import * as tcp from '../wasi/tcp';
import { createTcpSocket } from '../wasi/tcp-create-socket';
import { SocketAddress } from './address';
import { TcpStream } from './tcp-stream';

/** In place of a socket that could not even start: it is open, but nothing of the host's. */
const NO_SOCKET: tcp.TcpSocket = -1;

/**
 * A TCP connection that we asked for: `TcpStream.connect` makes it.
 *
 * Until it is decided, what needs a connection returns WOULD_BLOCK (`sendable`: 0); when it has failed, why. Any call notices
 * the decision, so a program that only sends and receives need not call `finishConnect`.
 */
export class OutboundStream extends TcpStream {
  /** 0: connected; WOULD_BLOCK: not decided; else why not. */
  private progress: i32;

  /** Starts connecting; see `TcpStream.connect`. */
  constructor(address: SocketAddress, local: SocketAddress | null) {
    super(NO_SOCKET, 0, 0);
    this.peer = address.copy();
    this.progress = this.start(address, local);
    this.finishConnect(); // wasmtime does not really start before it is asked
  }

  private start(address: SocketAddress, local: SocketAddress | null): i32 {
    const socket = createTcpSocket(address.family);
    if (socket < 0) return socket;
    let outcome = 0;
    if (local != null) outcome = tcp.bindSocket(socket, local);
    if (outcome == 0) outcome = tcp.startConnect(socket, address);
    if (outcome == 0) this.socket = socket;
    else tcp.dropSocket(socket);
    return outcome == 0 ? WOULD_BLOCK : outcome;
  }

  finishConnect(): i32 {
    if (this.progress != WOULD_BLOCK) return this.progress;
    const outcome = tcp.finishConnect(this.socket);
    if (outcome == WOULD_BLOCK) return outcome;
    this.progress = outcome;
    if (outcome == 0) {
      this.input = tcp.connectedInput;
      this.output = tcp.connectedOutput;
    }
    this.hasChanged();
    return outcome;
  }

  recv(buffer: StaticArray<u8>, limitBytes: i32 = buffer.length): i32 {
    const outcome = this.finishConnect();
    return outcome == 0 ? super.recv(buffer, limitBytes) : outcome;
  }

  recvBlocking(buffer: StaticArray<u8>): i32 {
    const outcome = this.finishConnectBlocking();
    return outcome == 0 ? super.recvBlocking(buffer) : outcome;
  }

  sendable(): i32 {
    const outcome = this.finishConnect();
    if (outcome == WOULD_BLOCK) return 0;
    return outcome == 0 ? super.sendable() : outcome;
  }

  sendAllBlocking(buffer: StaticArray<u8>, bytes: i32): i32 {
    const outcome = this.finishConnectBlocking();
    return outcome == 0 ? super.sendAllBlocking(buffer, bytes) : outcome;
  }

  shutdownSend(): i32 {
    return this.finishConnect() == 0 ? super.shutdownSend() : INVALID_STATE;
  }

  shutdownReceive(): i32 {
    return this.finishConnect() == 0 ? super.shutdownReceive() : INVALID_STATE;
  }

  subscribeRead(): Pollable {
    return this.progress == 0 ? super.subscribeRead() : this.subscribeDecision();
  }

  subscribeWrite(): Pollable {
    return this.progress == 0 ? super.subscribeWrite() : this.subscribeDecision();
  }

  abort(): bool {
    if (this.progress == 0) return super.abort();
    this.close();
    return true;
  }

  close(): void {
    if (this.progress == 0) super.close();
    else if (this.isOpen) {
      this.aboutToClose();
      if (this.socket != NO_SOCKET) tcp.dropSocket(this.socket);
      this.socket = 0;
    }
    this.progress = INVALID_STATE;
  }

  private finishConnectBlocking(): i32 {
    while (this.finishConnect() == WOULD_BLOCK) {
      const pollable = tcp.subscribeSocket(this.socket);
      blockOn(pollable);
      dropPollable(pollable);
    }
    return this.progress;
  }

  /** Once it has failed, that stays to be reported, whatever the host makes of the socket. */
  private subscribeDecision(): Pollable {
    return this.progress == WOULD_BLOCK ? tcp.subscribeSocket(this.socket) : subscribeDuration(0);
  }
}
