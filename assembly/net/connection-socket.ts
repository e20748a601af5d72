import * as wasi from '../wasi';
import { INVALID_STATE } from '../wasi';
import { SocketAddress } from './address';
import { Selectable } from './selectable';

/** The socket of a TCP connection: its addresses and options. */
export abstract class ConnectionSocket extends Selectable {
  /** The peer's address, once it is known. */
  protected peer: SocketAddress | null = null;
  private own: SocketAddress | null = null;

  /** Takes over a socket. */
  constructor(
    /** 0: it is closed; below 0: it could not be opened. */
    protected socket: wasi.TcpSocket,
  ) {
    super();
  }

  get isOpen(): bool {
    return this.socket != 0;
  }

  /** Its own address, read from the host each time unless `setAddresses` has set it; port 0 when it is not connected. */
  get localAddress(): SocketAddress {
    const own = this.own;
    if (own != null) return own;
    const address = new SocketAddress();
    if (this.socket > 0) wasi.localAddress(this.socket, address);
    return address;
  }

  /** The peer's address; read once, so also known after the connection is lost. Port 0 if it was lost before. */
  get remoteAddress(): SocketAddress {
    let peer = this.peer;
    if (peer == null) {
      peer = new SocketAddress();
      if (this.isOpen) wasi.remoteAddress(this.socket, peer);
      this.peer = peer;
    }
    return peer;
  }

  /** Has it go by other addresses than its socket's: those of the client's connection, of which a proxy in front has told. */
  setAddresses(remote: SocketAddress, local: SocketAddress): void {
    this.peer = remote;
    this.own = local;
  }

  /** Sets an option, such as KEEP_ALIVE. Returns 0, INVALID_ARGUMENT, NOT_SUPPORTED or INVALID_STATE (closed, or still connecting). */
  setOption(option: i32, value: i64): i32 {
    return this.socket > 0 ? wasi.setTcpOption(this.socket, option, value) : INVALID_STATE;
  }

  /** Returns an option's value; negative: NOT_SUPPORTED or INVALID_STATE. */
  getOption(option: i32): i64 {
    return this.socket > 0 ? wasi.getTcpOption(this.socket, option) : INVALID_STATE;
  }
}
