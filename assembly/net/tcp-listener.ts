import { INVALID_STATE } from '../wasi/outcomes';
import { Pollable } from '../wasi/poll';
import * as tcp from '../wasi/tcp';
import { createTcpSocket } from '../wasi/tcp-create-socket';
import { getTcpOption, setTcpOption } from '../wasi/tcp-options';
import { SocketAddress } from './address';
import { Selectable } from './selectable';
import { TcpStream } from './tcp-stream';

/** Handshakes that the OS keeps for us while we are busy; it may keep fewer (on Linux net.core.somaxconn). */
export const DEFAULT_BACKLOG: i32 = 4096;

/** A socket that listens for connections. */
export class TcpListener extends Selectable {
  /** What the last `listen` or `accept` came to: 0 or a negative outcome. */
  lastError: i32 = 0;
  /** Where it listens, with the real port; set by `listen`. */
  localAddress: SocketAddress = new SocketAddress();
  private socket: tcp.TcpSocket = 0;

  get isOpen(): bool {
    return this.socket > 0;
  }

  /**
   * Binds and listens. IPv6 sockets take no IPv4 connections. Port 0: any free port, see `localAddress`.
   *
   * Returns 0, or ADDRESS_IN_USE, ADDRESS_NOT_BINDABLE, ACCESS_DENIED, NOT_SUPPORTED or NEW_SOCKET_LIMIT; then it is closed.
   */
  listen(address: SocketAddress, backlog: i32 = DEFAULT_BACKLOG): i32 {
    this.lastError = this.open(address, backlog);
    if (this.lastError != 0) this.close();
    return this.lastError;
  }

  private open(address: SocketAddress, backlog: i32): i32 {
    const socket = createTcpSocket(address.family);
    if (socket < 0) return socket;
    this.socket = socket;
    let outcome = tcp.bindSocket(socket, address);
    if (outcome == 0) outcome = tcp.setBacklog(socket, backlog);
    if (outcome == 0) outcome = tcp.listenSocket(socket);
    return outcome == 0 ? tcp.localAddress(socket, this.localAddress) : outcome;
  }

  /**
   * Takes one waiting connection, without waiting for one.
   *
   * Returns null with the reason in `lastError`: WOULD_BLOCK, CONNECTION_ABORTED (the client gave up: ask again),
   * NEW_SOCKET_LIMIT (the connection stays in the backlog) or INVALID_STATE (it is closed, or the host has stopped listening for us).
   */
  accept(): TcpStream | null {
    const socket = this.isOpen ? tcp.acceptSocket(this.socket) : INVALID_STATE;
    if (socket < 0) {
      this.lastError = socket;
      return null;
    }
    this.lastError = 0;
    return new TcpStream(socket, tcp.acceptedInput, tcp.acceptedOutput);
  }

  /** Asks, without accepting, whether the host still listens for us. Returns 0 or INVALID_STATE. */
  checkListening(): i32 {
    return tcp.localAddress(this.socket, this.localAddress) == 0 ? 0 : INVALID_STATE;
  }

  /** Sets an option, such as KEEP_ALIVE; connections accepted after have it. Returns like `TcpStream.setOption`. */
  setOption(option: i32, value: i64): i32 {
    return this.isOpen ? setTcpOption(this.socket, option, value) : INVALID_STATE;
  }

  /** Gives an option's value; negative: NOT_SUPPORTED or INVALID_STATE. */
  getOption(option: i32): i64 {
    return this.isOpen ? getTcpOption(this.socket, option) : INVALID_STATE;
  }

  subscribeRead(): Pollable {
    return tcp.subscribeSocket(this.socket);
  }

  subscribeWrite(): Pollable {
    return 0;
  }

  close(): void {
    if (this.socket <= 0) return;
    this.aboutToClose();
    tcp.dropSocket(this.socket);
    this.socket = 0;
  }
}
