import * as wasi from '../wasi';
import { INVALID_STATE, Pollable } from '../wasi';
import { SocketAddress } from './address';
import { Selectable } from './selectable';
import { TcpStream } from './tcp-stream';

/** How many connections the OS keeps until they are accepted; it may keep fewer (on Linux net.core.somaxconn). */
export const DEFAULT_BACKLOG: i32 = 4096;

/** A socket that listens for connections. */
export class TcpListener extends Selectable {
  /** The outcome of the last `listen` or `accept`: 0 or a negative outcome. */
  lastError: i32 = 0;
  /** The address that it listens at, with the actual port; set by `listen`. */
  localAddress: SocketAddress = new SocketAddress();
  private socket: wasi.TcpSocket = 0;

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
    const socket = wasi.createTcpSocket(address.family);
    if (socket < 0) return socket;
    this.socket = socket;
    let outcome = wasi.bindSocket(socket, address);
    if (outcome == 0) outcome = wasi.setBacklog(socket, backlog);
    if (outcome == 0) outcome = wasi.listenSocket(socket);
    return outcome == 0 ? wasi.localAddress(socket, this.localAddress) : outcome;
  }

  /**
   * Takes one connection from the backlog, without waiting.
   *
   * Returns null with the reason in `lastError`: WOULD_BLOCK, CONNECTION_ABORTED (the client gave up: call again),
   * NEW_SOCKET_LIMIT (the connection stays in the backlog) or INVALID_STATE (it is closed, or the host has stopped listening).
   */
  accept(): TcpStream | null {
    const socket = this.isOpen ? wasi.acceptSocket(this.socket) : INVALID_STATE;
    if (socket < 0) {
      this.lastError = socket;
      return null;
    }
    this.lastError = 0;
    return new TcpStream(socket, wasi.acceptedInput, wasi.acceptedOutput);
  }

  /** Checks, without accepting, whether the host still listens. Returns 0 or INVALID_STATE. */
  checkListening(): i32 {
    return wasi.localAddress(this.socket, this.localAddress) == 0 ? 0 : INVALID_STATE;
  }

  /** Sets an option, such as KEEP_ALIVE, also of connections accepted from then on. Returns like `TcpStream.setOption`. */
  setOption(option: i32, value: i64): i32 {
    return this.isOpen ? wasi.setTcpOption(this.socket, option, value) : INVALID_STATE;
  }

  /** Returns an option's value; negative: NOT_SUPPORTED or INVALID_STATE. */
  getOption(option: i32): i64 {
    return this.isOpen ? wasi.getTcpOption(this.socket, option) : INVALID_STATE;
  }

  subscribeRead(): Pollable {
    return wasi.subscribeSocket(this.socket);
  }

  subscribeWrite(): Pollable {
    return 0;
  }

  close(): void {
    if (this.socket <= 0) return;
    this.aboutToClose();
    wasi.dropSocket(this.socket);
    this.socket = 0;
  }
}
