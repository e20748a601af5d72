import { Bytes, Selectable, SocketAddress, UdpSocket, WOULD_BLOCK } from '../net';
import { EVENT_READ, EVENT_WRITE } from '../selectors';
import { Channel } from './channel';
import { EventLoop } from './loop';

/** What a server does with datagrams. */
export abstract class DatagramHandler {
  /** A datagram has arrived, from `sender`. Both are good until this returns: `copy` what is kept. */
  abstract onDatagram(socket: DatagramSocket, data: Bytes, sender: SocketAddress): void;

  /** The socket is closed: by the program or by a drain. */
  onClose(socket: DatagramSocket): void {}
}

/** What is asked of a socket for datagrams. */
export class DatagramOptions {
  /** Datagrams received at most per turn. */
  turnDatagrams: i32 = 64;
  /** Datagrams that wait at most until the host can send again; further ones are dropped, and counted. */
  waitingDatagrams: i32 = 64;
}

/** A datagram that waits. */
class Waiting {
  constructor(
    readonly data: Bytes,
    readonly receiver: SocketAddress,
  ) {}
}

/** A UDP socket on a loop: `EventLoop.exchange` makes it. */
export class DatagramSocket extends Channel {
  private waiting: Waiting[] = [];
  private events: i32 = EVENT_READ;

  constructor(
    private loop: EventLoop,
    private socket: UdpSocket,
    private handler: DatagramHandler,
    private options: DatagramOptions,
  ) {
    super();
    loop.selector.register(socket, EVENT_READ, this);
  }

  /** Its own address; port 0 when it is closed. */
  get localAddress(): SocketAddress {
    return this.socket.localAddress;
  }

  /**
   * Sends a datagram, or lets it wait until the host can. Returns false where it is dropped, and counted: too many wait, or the host
   * can't send it (too large, nobody to send to, closed).
   */
  send(data: Bytes, receiver: SocketAddress): bool {
    if (this.waiting.length == 0) {
      const outcome = this.socket.sendTo(data.buffer, data.length, receiver, data.start);
      if (outcome != WOULD_BLOCK) return this.count(outcome);
    }
    if (!this.socket.isOpen || this.waiting.length >= this.options.waitingDatagrams) return this.count(-1);
    this.waiting.push(new Waiting(data.copy(), receiver.copy()));
    this.watch();
    return true;
  }

  /** Closes it; what waits is lost. A second close is harmless. */
  close(): void {
    if (!this.socket.isOpen) return;
    this.loop.selector.unregister(this.socket);
    this.socket.close();
    this.loop.counters.datagramsDropped += this.waiting.length;
    this.waiting = [];
    this.handler.onClose(this);
  }

  /** Called when datagrams have arrived, or can be sent again. */
  handle(object: Selectable, mask: i32): void {
    if ((mask & EVENT_WRITE) != 0) this.sendWaiting();
    if ((mask & EVENT_READ) != 0) this.receive();
    if (this.socket.isOpen) this.watch();
  }

  private receive(): void {
    const data = this.loop.data;
    for (let i = 0; i < this.options.turnDatagrams && this.isReading; i++) {
      const bytes = this.socket.recvFrom(this.loop.buffer);
      if (bytes == WOULD_BLOCK) return;
      if (bytes < 0) continue; // the fate of an earlier one, such as that nobody was there
      this.loop.counters.datagramsReceived++;
      data.set(this.loop.buffer, 0, bytes);
      this.handler.onDatagram(this, data, this.socket.sender);
    }
  }

  private sendWaiting(): void {
    while (this.waiting.length > 0) {
      const next = this.waiting[0];
      const outcome = this.socket.sendTo(next.data.buffer, next.data.length, next.receiver);
      if (outcome == WOULD_BLOCK) return;
      this.waiting.shift();
      this.count(outcome);
    }
  }

  /** Nothing is received that could not be answered: the OS keeps it, or drops it. */
  private get isReading(): bool {
    return this.socket.isOpen && this.waiting.length < this.options.waitingDatagrams;
  }

  private count(outcome: i32): bool {
    if (outcome < 0) this.loop.counters.datagramsDropped++;
    else this.loop.counters.datagramsSent++;
    return outcome >= 0;
  }

  private watch(): void {
    const events = (this.isReading ? EVENT_READ : 0) | (this.waiting.length > 0 ? EVENT_WRITE : 0);
    if (events == this.events) return;
    this.events = events;
    this.loop.selector.modify(this.socket, events, this);
  }
}
