import * as wasi from '../wasi';
import { INVALID_ARGUMENT, INVALID_STATE, Pollable } from '../wasi';
import { SocketAddress } from './address';
import { Selectable } from './selectable';

/** A socket for datagrams. Each datagram arrives whole or not at all, in any order, and may arrive more than once. */
export class UdpSocket extends Selectable {
  /** The sender of the last datagram received. The next one overwrites it: `copy` it to keep it. */
  sender: SocketAddress = new SocketAddress();
  private socket: wasi.UdpSocket = 0;
  private family: i32 = 0;
  private incoming: wasi.IncomingDatagrams = 0;
  private outgoing: wasi.OutgoingDatagrams = 0;
  private isConnected: bool = false;
  private isClosed: bool = false;

  get isOpen(): bool {
    return this.socket != 0;
  }

  /** Its own address, asked for each time; port 0 before `bind` and after `close`. */
  get localAddress(): SocketAddress {
    const address = new SocketAddress();
    if (this.isOpen) wasi.udpLocalAddress(this.socket, address);
    return address;
  }

  /** The peer that it is connected to; port 0: none. */
  get remoteAddress(): SocketAddress {
    const address = new SocketAddress();
    if (this.isConnected) wasi.udpRemoteAddress(this.socket, address);
    return address;
  }

  /**
   * Opens it at an address of this machine. IPv6 sockets take no IPv4. Port 0: any free port, see `localAddress`.
   *
   * Returns 0, or ADDRESS_IN_USE, ADDRESS_NOT_BINDABLE, ACCESS_DENIED, NOT_SUPPORTED, NEW_SOCKET_LIMIT or INVALID_STATE (open
   * already, or closed).
   */
  bind(address: SocketAddress): i32 {
    if (this.isOpen || this.isClosed) return INVALID_STATE;
    const socket = wasi.createUdpSocket(address.family);
    if (socket < 0) return socket;
    let outcome = wasi.bindUdp(socket, address);
    if (outcome == 0) outcome = wasi.openDatagrams(socket, null);
    if (outcome == 0) {
      this.socket = socket;
      this.family = address.family;
      this.takeStreams();
    } else wasi.dropUdp(socket);
    return outcome;
  }

  /**
   * Exchanges datagrams with `remote` only, from now on; opens the socket first, with any free port, unless it is open.
   *
   * Returns 0, or INVALID_ARGUMENT (of the other family: nothing changes; port 0 or not an address to send to), REMOTE_UNREACHABLE, or
   * what `bind` returns; then it is not connected.
   */
  connect(remote: SocketAddress): i32 {
    const outcome = this.open(remote.family);
    return outcome == 0 ? this.reopen(remote) : outcome;
  }

  /**
   * Exchanges datagrams with any peer again. A port that the OS chose may be lost, until the next `sendTo` gets another.
   *
   * Returns 0 or INVALID_STATE (not open).
   */
  disconnect(): i32 {
    return this.isOpen ? this.reopen(null) : INVALID_STATE;
  }

  /**
   * Receives the next datagram, without waiting; bytes beyond the buffer's length are lost. Its sender is in `sender`.
   *
   * Returns its bytes (0: an empty datagram, not an end), WOULD_BLOCK, CONNECTION_REFUSED (an earlier datagram was refused)
   * or INVALID_STATE (not open).
   */
  recvFrom(buffer: StaticArray<u8>): i32 {
    if (this.incoming == 0) return INVALID_STATE;
    return wasi.receiveDatagram(this.incoming, buffer, this.sender);
  }

  /** Like `recvFrom`, for a connected socket: Python's name. */
  recv(buffer: StaticArray<u8>): i32 {
    return this.recvFrom(buffer);
  }

  /**
   * Sends `bytes` bytes of `buffer` from `offset` as one datagram, without waiting; opens the socket first, with any free port,
   * unless it is open.
   *
   * Returns the bytes sent, or WOULD_BLOCK (none), DATAGRAM_TOO_LARGE, REMOTE_UNREACHABLE, INVALID_ARGUMENT (port 0, an address
   * of the other family, or connected to another peer), ACCESS_DENIED, or what `bind` returns.
   */
  sendTo(buffer: StaticArray<u8>, bytes: i32, address: SocketAddress, offset: i32 = 0): i32 {
    const outcome = this.open(address.family);
    return outcome == 0 ? this.sendDatagram(buffer, bytes, address, offset) : outcome;
  }

  /**
   * Sends to the peer that it is connected to, like `sendTo`.
   *
   * Returns the bytes sent, or WOULD_BLOCK (none), DATAGRAM_TOO_LARGE, REMOTE_UNREACHABLE, CONNECTION_REFUSED (an earlier
   * datagram was refused) or INVALID_STATE (not connected).
   */
  send(buffer: StaticArray<u8>, bytes: i32, offset: i32 = 0): i32 {
    return this.isConnected ? this.sendDatagram(buffer, bytes, null, offset) : INVALID_STATE;
  }

  /** Sets HOP_LIMIT, RECEIVE_BUFFER_BYTES or SEND_BUFFER_BYTES. Returns 0, INVALID_ARGUMENT, NOT_SUPPORTED or INVALID_STATE. */
  setOption(option: i32, value: i64): i32 {
    return this.isOpen ? wasi.setUdpOption(this.socket, option, value) : INVALID_STATE;
  }

  /** Returns an option's value; negative: NOT_SUPPORTED or INVALID_STATE. */
  getOption(option: i32): i64 {
    return this.isOpen ? wasi.getUdpOption(this.socket, option) : INVALID_STATE;
  }

  subscribeRead(): Pollable {
    return this.incoming == 0 ? 0 : wasi.subscribeIncoming(this.incoming);
  }

  subscribeWrite(): Pollable {
    return this.outgoing == 0 ? 0 : wasi.subscribeOutgoing(this.outgoing);
  }

  close(): void {
    this.isClosed = true;
    if (!this.isOpen) return;
    this.dropStreams();
    wasi.dropUdp(this.socket);
    this.socket = 0;
    this.isConnected = false;
  }

  /** Opens it if need be, and checks the family here, since hosts differ in how they treat an address of the other one. */
  private open(family: i32): i32 {
    if (!this.isOpen) return this.bind(SocketAddress.unspecified(family, 0));
    return family == this.family ? 0 : INVALID_ARGUMENT;
  }

  /** Opens new streams; the host requires that the old ones are dropped before. */
  private reopen(remote: SocketAddress | null): i32 {
    this.dropStreams();
    const outcome = wasi.openDatagrams(this.socket, remote);
    this.isConnected = outcome == 0 && remote != null;
    if (outcome == 0 || wasi.openDatagrams(this.socket, null) == 0) this.takeStreams();
    this.hasChanged();
    return outcome;
  }

  private takeStreams(): void {
    this.incoming = wasi.openedIncoming;
    this.outgoing = wasi.openedOutgoing;
  }

  private dropStreams(): void {
    this.aboutToClose(); // drops the pollables
    if (this.incoming != 0) wasi.dropIncoming(this.incoming);
    if (this.outgoing != 0) wasi.dropOutgoing(this.outgoing);
    this.incoming = 0;
    this.outgoing = 0;
  }

  private sendDatagram(buffer: StaticArray<u8>, bytes: i32, to: SocketAddress | null, offset: i32): i32 {
    if (this.outgoing == 0) return INVALID_STATE;
    const part = min(bytes, buffer.length - offset);
    const outcome = wasi.sendDatagram(this.outgoing, buffer, offset, part, to);
    return outcome == 0 ? part : outcome;
  }
}
