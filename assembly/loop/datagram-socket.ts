import { Bytes, Selectable, SocketAddress, UdpSocket, WOULD_BLOCK } from '../net';
import { EVENT_READ, EVENT_WRITE } from '../selectors';
import { DatagramOptions } from './options';
import { Channel, Reactor } from './reactor';
import { DatagramHandler, DatagramSocket } from './transport';

/** A datagram that waits to be sent. */
class Waiting {
  constructor(
    readonly data: Bytes,
    readonly receiver: SocketAddress,
  ) {}
}

/** Sends and receives by a `UdpSocket`: the one implementation of `DatagramSocket`. */
export class UdpDatagramSocket extends DatagramSocket implements Channel {
  private waiting: Waiting[] = [];
  private events: i32 = EVENT_READ;

  constructor(
    private reactor: Reactor,
    private socket: UdpSocket,
    private handler: DatagramHandler,
    private options: DatagramOptions,
    /** The open ones of the loop, of which it is one until it closes. */
    private sockets: Set<DatagramSocket>,
  ) {
    super();
    handler.socket = this;
    sockets.add(this);
    reactor.selector.register(socket, EVENT_READ, this);
  }

  get isOpen(): bool {
    return this.socket.isOpen;
  }

  get localAddress(): SocketAddress {
    return this.socket.localAddress;
  }

  send(data: Bytes, receiver: SocketAddress): bool {
    if (this.waiting.length == 0) {
      const outcome = this.socket.sendTo(data.buffer, data.length, receiver, data.start);
      if (outcome != WOULD_BLOCK) return this.count(outcome);
    }
    if (!this.isOpen || this.waiting.length >= this.options.waitingDatagrams) return this.count(-1);
    this.waiting.push(new Waiting(data.copy(), receiver.copy()));
    this.watch();
    return true;
  }

  close(): void {
    if (!this.isOpen) return;
    this.sockets.delete(this);
    this.reactor.selector.unregister(this.socket);
    this.socket.close();
    this.reactor.counters.datagramsDropped += this.waiting.length;
    this.waiting = [];
    this.handler.onClose();
  }

  handle(object: Selectable, mask: i32): void {
    if ((mask & EVENT_WRITE) != 0) this.sendWaiting();
    if ((mask & EVENT_READ) != 0) this.receive();
    if (this.isOpen) this.watch();
  }

  private receive(): void {
    const reactor = this.reactor;
    for (let i = 0; i < this.options.turnDatagrams && this.isReading; i++) {
      const bytes = this.socket.recvFrom(reactor.buffer);
      if (bytes == WOULD_BLOCK) return;
      if (bytes < 0) continue; // what became of an earlier one, such as that nobody was there
      reactor.counters.datagramsReceived++;
      this.handler.onDatagram(reactor.received(bytes), this.socket.sender);
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
    return this.isOpen && this.waiting.length < this.options.waitingDatagrams;
  }

  private count(outcome: i32): bool {
    if (outcome < 0) this.reactor.counters.datagramsDropped++;
    else this.reactor.counters.datagramsSent++;
    return outcome >= 0;
  }

  private watch(): void {
    const events = (this.isReading ? EVENT_READ : 0) | (this.waiting.length > 0 ? EVENT_WRITE : 0);
    if (events == this.events) return;
    this.events = events;
    this.reactor.selector.modify(this.socket, events, this);
  }
}
