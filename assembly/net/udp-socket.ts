import { INVALID_ARGUMENT, INVALID_STATE } from '../wasi/outcomes';
import { Pollable } from '../wasi/poll';
import * as udp from '../wasi/udp';
import { createUdpSocket } from '../wasi/udp-create-socket';
import { SocketAddress } from './address';
import { Selectable } from './selectable';

/** A socket for datagrams. Each is received whole or not at all, in any order, or more than once. */
export class UdpSocket extends Selectable {
  /** Who sent what was received last. The next one overwrites it: `copy` it to keep it. */
  sender: SocketAddress = new SocketAddress();
  private socket: udp.UdpSocket = 0;
  private family: i32 = 0;
  private incoming: udp.IncomingDatagrams = 0;
  private outgoing: udp.OutgoingDatagrams = 0;
  private isConnected: bool = false;
  private isClosed: bool = false;

  get isOpen(): bool {
    return this.socket != 0;
  }

  /** Its own address, asked for each time; port 0 before `bind` and after `close`. */
  get localAddress(): SocketAddress {
    const address = new SocketAddress();
    if (this.isOpen) udp.udpLocalAddress(this.socket, address);
    return address;
  }

  /** Whom it is connected to; port 0: nobody. */
  get remoteAddress(): SocketAddress {
    const address = new SocketAddress();
    if (this.isConnected) udp.udpRemoteAddress(this.socket, address);
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
    const socket = createUdpSocket(address.family);
    if (socket < 0) return socket;
    let outcome = udp.bindUdp(socket, address);
    if (outcome == 0) outcome = udp.openDatagrams(socket, null);
    if (outcome == 0) {
      this.socket = socket;
      this.family = address.family;
      this.takeStreams();
    } else udp.dropUdp(socket);
    return outcome;
  }

  /**
   * Exchanges datagrams with `remote` alone from now on; opens it first, with any free port, unless it is open.
   *
   * Returns 0, or INVALID_ARGUMENT (of the other family: nothing changes; port 0 or no address to send to), REMOTE_UNREACHABLE, or
   * what `bind` returns; then it is not connected.
   */
  connect(remote: SocketAddress): i32 {
    const outcome = this.open(remote.family);
    return outcome == 0 ? this.reopen(remote) : outcome;
  }

  /**
   * Exchanges datagrams with anybody again. A port that the OS chose may be lost by it, until the next `sendTo` brings another.
   *
   * Returns 0 or INVALID_STATE (not open).
   */
  disconnect(): i32 {
    return this.isOpen ? this.reopen(null) : INVALID_STATE;
  }

  /**
   * Takes the next datagram, without waiting; what the buffer has no room for is lost. `sender` says whose it is.
   *
   * Returns its bytes (0: an empty one, which is no end), WOULD_BLOCK, CONNECTION_REFUSED (an earlier datagram found nobody)
   * or INVALID_STATE (not open).
   */
  recvFrom(buffer: StaticArray<u8>): i32 {
    if (this.incoming == 0) return INVALID_STATE;
    return udp.receiveDatagram(this.incoming, buffer, this.sender);
  }

  /** Like `recvFrom`, for a connected socket: Python's name. */
  recv(buffer: StaticArray<u8>): i32 {
    return this.recvFrom(buffer);
  }

  /**
   * Sends `bytes` bytes of `buffer` from `offset` as one datagram, without waiting; opens it first, with any free port, unless
   * it is open.
   *
   * Returns the bytes sent, or WOULD_BLOCK (none), DATAGRAM_TOO_LARGE, REMOTE_UNREACHABLE, INVALID_ARGUMENT (port 0, an address
   * of the other family, or connected to somebody else), ACCESS_DENIED, or what `bind` returns.
   */
  sendTo(buffer: StaticArray<u8>, bytes: i32, address: SocketAddress, offset: i32 = 0): i32 {
    const outcome = this.open(address.family);
    return outcome == 0 ? this.sendDatagram(buffer, bytes, address, offset) : outcome;
  }

  /**
   * Sends to whom it is connected to, like `sendTo`.
   *
   * Returns the bytes sent, or WOULD_BLOCK (none), DATAGRAM_TOO_LARGE, REMOTE_UNREACHABLE, CONNECTION_REFUSED (an earlier
   * datagram found nobody) or INVALID_STATE (not connected).
   */
  send(buffer: StaticArray<u8>, bytes: i32, offset: i32 = 0): i32 {
    return this.isConnected ? this.sendDatagram(buffer, bytes, null, offset) : INVALID_STATE;
  }

  /** Sets HOP_LIMIT, RECEIVE_BUFFER_BYTES or SEND_BUFFER_BYTES. Returns 0, INVALID_ARGUMENT, NOT_SUPPORTED or INVALID_STATE. */
  setOption(option: i32, value: i64): i32 {
    return this.isOpen ? udp.setUdpOption(this.socket, option, value) : INVALID_STATE;
  }

  /** Gives an option's value; negative: NOT_SUPPORTED or INVALID_STATE. */
  getOption(option: i32): i64 {
    return this.isOpen ? udp.getUdpOption(this.socket, option) : INVALID_STATE;
  }

  subscribeRead(): Pollable {
    return this.incoming == 0 ? 0 : udp.subscribeIncoming(this.incoming);
  }

  subscribeWrite(): Pollable {
    return this.outgoing == 0 ? 0 : udp.subscribeOutgoing(this.outgoing);
  }

  close(): void {
    this.isClosed = true;
    if (!this.isOpen) return;
    this.dropStreams();
    udp.dropUdp(this.socket);
    this.socket = 0;
    this.isConnected = false;
  }

  /** Hosts don't agree on what an address of another family comes to, so it is not left to them. */
  private open(family: i32): i32 {
    if (!this.isOpen) return this.bind(SocketAddress.unspecified(family, 0));
    return family == this.family ? 0 : INVALID_ARGUMENT;
  }

  /** The host wants the old streams gone before it makes new ones. */
  private reopen(remote: SocketAddress | null): i32 {
    this.dropStreams();
    const outcome = udp.openDatagrams(this.socket, remote);
    this.isConnected = outcome == 0 && remote != null;
    if (outcome == 0 || udp.openDatagrams(this.socket, null) == 0) this.takeStreams();
    this.hasChanged();
    return outcome;
  }

  private takeStreams(): void {
    this.incoming = udp.openedIncoming;
    this.outgoing = udp.openedOutgoing;
  }

  private dropStreams(): void {
    this.aboutToClose(); // the pollables go before
    if (this.incoming != 0) udp.dropIncoming(this.incoming);
    if (this.outgoing != 0) udp.dropOutgoing(this.outgoing);
    this.incoming = 0;
    this.outgoing = 0;
  }

  private sendDatagram(buffer: StaticArray<u8>, bytes: i32, to: SocketAddress | null, offset: i32): i32 {
    if (this.outgoing == 0) return INVALID_STATE;
    const part = min(bytes, buffer.length - offset);
    const outcome = udp.sendDatagram(this.outgoing, buffer, offset, part, to);
    return outcome == 0 ? part : outcome;
  }
}
