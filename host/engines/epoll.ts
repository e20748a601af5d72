/** Sockets and readiness from Linux's epoll, edge-triggered, through koffi. The thread blocks while it waits. */
import type { Address, Engine, EngineSocket, MemoryView } from './engine.ts';
import * as libc from './libc.ts';
import { INVALID_STATE, WOULD_BLOCK, outcomeOf } from './outcome.ts';
import { SOCKADDR_BYTES, readSockaddr, writeSockaddr } from './sockaddr.ts';

const EVENTS_PER_WAIT = 1024;
const NON_BLOCKING = libc.SOCK_NONBLOCK | libc.SOCK_CLOEXEC;
const WATCH_ALL = libc.EPOLLIN + libc.EPOLLOUT + libc.EPOLLRDHUP + libc.EPOLLET;
const GONE = libc.EPOLLHUP | libc.EPOLLERR;

class EpollSocket implements EngineSocket {
  readable = false;
  writable = false;
  /** The last operation took all that it asked for: only the kernel knows whether more is there, and no edge will tell. */
  doubtful = false;
  stopped = false;
  /** The peer has ended its stream, or the connection failed: no further edge announces what is left to read. */
  ended = false;
  listening = false;
  onReady: (() => void) | undefined;

  constructor(
    public fd: number,
    readonly family: 4 | 6,
  ) {}
}

/** Fulfils the engine contract on Linux. */
export class EpollEngine implements Engine<EpollSocket> {
  private readonly libc = libc.loadLibc();
  private isStopped = false;
  private isClosed = false;
  private readonly sockets: (EpollSocket | undefined)[] = [];
  private readonly epoll: number;
  private readonly events = new Int32Array(EVENTS_PER_WAIT * libc.EPOLL_EVENT_WORDS);
  private readonly eventsAddress = this.libc.address(this.events);
  private readonly scratch = new DataView(new ArrayBuffer(64));
  private readonly scratchAddress = this.libc.address(this.scratch);

  /** `memory` objects need to know addresses. */
  readonly addressOf = (array: Uint8Array): number => this.libc.address(array);

  /** An eventfd: who writes 1 to it, from any thread, ends a wait early. */
  readonly wakeFd: number;

  /** Throws when the machine has no epoll to offer. */
  constructor() {
    this.epoll = this.check(this.libc.epollCreate1(libc.EPOLL_CLOEXEC));
    this.wakeFd = this.check(this.libc.eventfd(0, libc.EFD_CLOEXEC | libc.EFD_NONBLOCK));
    this.check(this.watch(this.wakeFd, libc.EPOLLIN + libc.EPOLLET));
  }

  openTcp(family: 4 | 6): EpollSocket | number {
    const domain = family === 4 ? libc.AF_INET : libc.AF_INET6;
    const fd = this.libc.socket(domain, libc.SOCK_STREAM | NON_BLOCKING, 0);
    if (fd < 0) return this.failed();
    // Inherited by what a listener accepts. WASI has no such option, and servers write once a turn anyway.
    this.setOption(fd, libc.IPPROTO_TCP, libc.TCP_NODELAY);
    // wasi:sockets: an address in TIME_WAIT can be bound again, and IPv6 sockets take no IPv4 connections.
    this.setOption(fd, libc.SOL_SOCKET, libc.SO_REUSEADDR);
    if (family === 6) this.setOption(fd, libc.IPPROTO_IPV6, libc.IPV6_V6ONLY);
    return (this.sockets[fd] = new EpollSocket(fd, family));
  }

  bind(socket: EpollSocket, address: Address): number {
    const length = writeSockaddr(this.scratch, address);
    return this.libc.bind(socket.fd, this.scratchAddress, length) < 0 ? this.failed() : 0;
  }

  listen(socket: EpollSocket, backlog: number): number {
    if (this.isStopped) return INVALID_STATE;
    if (this.libc.listen(socket.fd, backlog) < 0) return this.failed();
    socket.listening = true;
    return this.add(socket);
  }

  accept(listener: EpollSocket): EpollSocket | number {
    if (listener.stopped) return INVALID_STATE;
    const fd = this.libc.accept4(listener.fd, 0, 0, NON_BLOCKING);
    if (fd < 0) {
      const outcome = this.failed();
      if (outcome === WOULD_BLOCK) listener.readable = false;
      return outcome;
    }
    listener.doubtful = true;
    const socket = (this.sockets[fd] = new EpollSocket(fd, listener.family));
    const outcome = this.add(socket);
    if (outcome < 0) this.closeSocket(socket);
    return outcome < 0 ? outcome : socket;
  }

  receive(socket: EpollSocket, memory: MemoryView, pointer: number, bytes: number): number {
    const count = this.libc.recv(socket.fd, memory.base + pointer, bytes, 0);
    if (count < 0) {
      const outcome = this.failed();
      if (outcome === WOULD_BLOCK) socket.readable = false;
      return outcome;
    }
    // Less than asked for: that was all, and what comes next is a new edge. Unless the last edge has been already.
    if (count < bytes && !socket.ended) socket.readable = false;
    socket.doubtful = count === bytes;
    return count;
  }

  send(socket: EpollSocket, memory: MemoryView, pointer: number, bytes: number): number {
    return this.sendFrom(socket, memory.base + pointer, bytes);
  }

  sendBytes(socket: EpollSocket, bytes: Uint8Array): number {
    return this.sendFrom(socket, this.libc.address(bytes), bytes.length);
  }

  private sendFrom(socket: EpollSocket, address: number, bytes: number): number {
    const count = this.libc.send(socket.fd, address, bytes, libc.MSG_NOSIGNAL);
    if (count === bytes) return count;
    const outcome = count < 0 ? this.failed() : count;
    if (outcome >= 0 || outcome === WOULD_BLOCK) socket.writable = false;
    return outcome;
  }

  shutdown(socket: EpollSocket, receive: boolean, send: boolean): number {
    const how = receive && send ? 2 : send ? 1 : 0;
    return this.libc.shutdown(socket.fd, how) < 0 ? this.failed() : 0;
  }

  localAddress(socket: EpollSocket): Address | number {
    return this.readAddress(this.libc.getsockname, socket);
  }

  remoteAddress(socket: EpollSocket): Address | number {
    return this.readAddress(this.libc.getpeername, socket);
  }

  isReadable(socket: EpollSocket): boolean {
    if (!socket.readable || !socket.doubtful || socket.stopped) return socket.readable;
    this.scratch.setInt32(0, socket.fd, true); // struct pollfd: fd, then 16 bits of events and 16 of results
    this.scratch.setInt32(4, libc.POLLIN, true);
    socket.readable = this.libc.poll(this.scratchAddress, 1, 0) > 0;
    socket.doubtful = false;
    return socket.readable;
  }

  closeSocket(socket: EpollSocket): void {
    if (socket.fd < 0) return;
    this.sockets[socket.fd] = undefined;
    this.libc.close(socket.fd); // epoll forgets it by itself
    socket.fd = -1;
  }

  wait(milliseconds: number): void {
    const count = this.libc.epollWait(this.epoll, this.eventsAddress, EVENTS_PER_WAIT, milliseconds);
    for (let i = 0; i < count; i++) {
      const at = i * libc.EPOLL_EVENT_WORDS;
      const socket = this.sockets[this.events[at + libc.EPOLL_DATA_WORD]!];
      if (socket !== undefined) notify(socket, this.events[at]!);
    }
  }

  stopListening(): void {
    this.isStopped = true;
    for (const socket of this.sockets) {
      if (!socket?.listening) continue;
      this.libc.close(socket.fd);
      this.sockets[socket.fd] = undefined;
      socket.fd = -1;
      socket.stopped = true;
      socket.readable = true;
      socket.onReady?.();
    }
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const socket of this.sockets) if (socket) this.closeSocket(socket);
    this.libc.close(this.wakeFd);
    this.libc.close(this.epoll);
  }

  private add(socket: EpollSocket): number {
    return this.watch(socket.fd, WATCH_ALL) < 0 ? this.failed() : 0;
  }

  private watch(fd: number, events: number): number {
    this.scratch.setUint32(0, events, true);
    this.scratch.setInt32(4 * libc.EPOLL_DATA_WORD, fd, true);
    return this.libc.epollCtl(this.epoll, libc.EPOLL_CTL_ADD, fd, this.scratchAddress);
  }

  private setOption(fd: number, level: number, option: number): void {
    this.scratch.setInt32(0, 1, true);
    this.libc.setsockopt(fd, level, option, this.scratchAddress, 4);
  }

  private readAddress(call: (fd: number, address: number, length: number) => number, socket: EpollSocket) {
    this.scratch.setInt32(32, SOCKADDR_BYTES, true);
    if (call(socket.fd, this.scratchAddress, this.scratchAddress + 32) < 0) return this.failed();
    return readSockaddr(this.scratch);
  }

  private failed(): number {
    return outcomeOf(this.libc.errno());
  }

  private check(fd: number): number {
    if (fd < 0) throw new Error(`epoll can't be set up: error ${this.libc.errno()}`);
    return fd;
  }
}

function notify(socket: EpollSocket, events: number): void {
  if (events & (libc.EPOLLRDHUP | GONE)) socket.ended = true;
  if (events & (libc.EPOLLIN | libc.EPOLLRDHUP | GONE)) socket.readable = true;
  if (events & (libc.EPOLLOUT | GONE)) socket.writable = true;
  socket.onReady?.();
}
