import { constants } from 'node:os';
import type { Address } from '../engine.ts';
import { WOULD_BLOCK, outcomeOf, outcomeOfAccept, outcomeOfConnect } from '../outcome.ts';
import * as libc from './libc.ts';
import { SOCKADDR_BYTES, readSockaddr, writeSockaddr } from './sockaddr.ts';

const NON_BLOCKING = libc.SOCK_NONBLOCK | libc.SOCK_CLOEXEC;
/** Where in the scratch buffer lengths are exchanged; an address or a value is at its start. */
const LENGTH_AT = 32;

/**
 * The system calls of the epoll engine, on descriptors. A result is what the call returned, or an outcome below 0 (`outcome.ts`).
 * Addresses and values pass through one scratch buffer, so that no call allocates memory.
 */
export class SystemCalls {
  private readonly libc = libc.loadLibc();
  private readonly scratch = new DataView(new ArrayBuffer(64));
  private readonly scratchAddress = this.libc.address(this.scratch);
  private readonly lengthAddress = this.scratchAddress + LENGTH_AT;

  /**
   * `descriptors`: by descriptor, 1 while it is open. In shared memory it outlives this thread, so that the thread's owner can close
   * them. Throws when koffi or the C library can't be loaded.
   */
  constructor(private readonly descriptors?: Uint8Array) {}

  /** Gives the address of an array's first byte. It moves when WebAssembly memory grows. */
  addressOf(array: ArrayBufferView): number {
    return this.libc.address(array);
  }

  /** Opens a socket; `type`: SOCK_STREAM or SOCK_DGRAM. IPv6 sockets are IPv6 only, as wasi:sockets requires. */
  socket(family: 4 | 6, type: number): number {
    const domain = family === 4 ? libc.AF_INET : libc.AF_INET6;
    const fd = this.opened(this.libc.socket(domain, type | NON_BLOCKING, 0));
    if (fd >= 0 && family === 6) this.setOption(fd, libc.IPPROTO_IPV6, libc.IPV6_V6ONLY, 1);
    return fd;
  }

  accept(listener: number): number {
    const fd = this.libc.accept4(listener, 0, 0, NON_BLOCKING);
    return fd < 0 ? outcomeOfAccept(this.libc.errno()) : this.opened(fd);
  }

  epoll(): number {
    return this.opened(this.libc.epollCreate1(libc.EPOLL_CLOEXEC));
  }

  eventfd(): number {
    return this.opened(this.libc.eventfd(0, libc.EFD_CLOEXEC | libc.EFD_NONBLOCK));
  }

  /** Opens a pipe that takes `bytes` bytes, or fewer where the system allows no more. Returns its ends, or why there is none. */
  pipe(bytes: number): { read: number; write: number } | number {
    const outcome = this.outcome(this.libc.pipe2(this.scratchAddress, libc.PIPE_NON_BLOCKING));
    if (outcome < 0) return outcome;
    const [read, write] = [0, 4].map((at) => this.opened(this.scratch.getInt32(at, true)));
    this.libc.fcntl(write!, libc.F_SETPIPE_SZ, bytes);
    return { read: read!, write: write! };
  }

  /** Opens a file to write to without blocking. */
  openForWriting(path: string): number {
    const bytes = Buffer.from(`${path}\0`);
    return this.opened(this.libc.open(this.libc.address(bytes), libc.OPEN_WRITE_ONLY_NON_BLOCKING));
  }

  /** Closes a descriptor. If the thread ends halfway the descriptor stays open, rather than that another owner's is closed. */
  close(fd: number): void {
    if (this.descriptors !== undefined) this.descriptors[fd] = 0;
    this.libc.close(fd);
  }

  bind(fd: number, address: Address): number {
    const length = writeSockaddr(this.scratch, address);
    return this.outcome(this.libc.bind(fd, this.scratchAddress, length));
  }

  listen(fd: number, backlog: number): number {
    return this.outcome(this.libc.listen(fd, backlog));
  }

  /** Connects: 0 when connected, would-block while under way. */
  connect(fd: number, address: Address): number {
    const length = writeSockaddr(this.scratch, address);
    const status = this.libc.connect(fd, this.scratchAddress, length);
    return status < 0 ? outcomeOfConnect(this.libc.errno()) : 0;
  }

  /** Gives the outcome of a `connect` that was under way; a failure is told once. */
  connectOutcome(fd: number): number {
    const errorNumber = this.getOption(fd, libc.SOL_SOCKET, libc.SO_ERROR);
    return errorNumber > 0 ? outcomeOfConnect(errorNumber) : errorNumber;
  }

  /** Dissolves the connection of a datagram socket. */
  disconnect(fd: number): number {
    this.scratch.setUint16(0, libc.AF_UNSPEC, true);
    return this.outcome(this.libc.connect(fd, this.scratchAddress, SOCKADDR_BYTES));
  }

  localAddress(fd: number): Address | number {
    return this.readAddress(this.libc.getsockname, fd);
  }

  remoteAddress(fd: number): Address | number {
    return this.readAddress(this.libc.getpeername, fd);
  }

  /** Reads an option that is an integer. */
  getOption(fd: number, level: number, name: number): number {
    this.scratch.setInt32(LENGTH_AT, 4, true);
    const status = this.libc.getsockopt(fd, level, name, this.scratchAddress, this.lengthAddress);
    return status < 0 ? this.outcome(status) : this.scratch.getInt32(0, true);
  }

  setOption(fd: number, level: number, name: number, value: number): number {
    this.scratch.setInt32(0, value, true);
    return this.outcome(this.libc.setsockopt(fd, level, name, this.scratchAddress, 4));
  }

  /** Makes closing the socket reset its connection. Source: `man 7 socket`, SO_LINGER: whether, and for how many seconds. */
  resetOnClose(fd: number): void {
    this.scratch.setInt32(0, 1, true);
    this.scratch.setInt32(4, 0, true);
    this.libc.setsockopt(fd, libc.SOL_SOCKET, libc.SO_LINGER, this.scratchAddress, 8);
  }

  receive(fd: number, address: number, bytes: number): number {
    return this.outcome(this.libc.recv(fd, address, bytes, 0));
  }

  send(fd: number, address: number, bytes: number): number {
    return this.outcome(this.libc.send(fd, address, bytes, libc.MSG_NOSIGNAL));
  }

  /** Sends to a socket that may be a blocking one. */
  sendNonBlocking(fd: number, address: number, bytes: number): number {
    return this.written(this.libc.send(fd, address, bytes, libc.MSG_DONTWAIT | libc.MSG_NOSIGNAL));
  }

  /** Sends at most `bytes` bytes of a file from `offset` on. Source: `man 2 sendfile`. */
  sendFile(fd: number, file: number, offset: number, bytes: number): number {
    this.scratch.setUint32(0, offset, true);
    this.scratch.setUint32(4, Math.floor(offset / 2 ** 32), true);
    return this.outcome(this.libc.sendfile(fd, file, this.scratchAddress, bytes));
  }

  /** Receives one datagram; `from` becomes its sender's address. */
  receiveFrom(fd: number, address: number, bytes: number, from: Address): number {
    this.scratch.setInt32(LENGTH_AT, SOCKADDR_BYTES, true);
    const count = this.libc.recvfrom(fd, address, bytes, 0, this.scratchAddress, this.lengthAddress);
    if (count < 0) return this.outcome(count);
    readSockaddr(this.scratch, from);
    return count;
  }

  /** Sends one datagram; `to`: undefined on a connected socket. */
  sendTo(fd: number, address: number, bytes: number, to: Address | undefined): number {
    const length = to === undefined ? 0 : writeSockaddr(this.scratch, to);
    const toAddress = to === undefined ? 0 : this.scratchAddress;
    return this.outcome(this.libc.sendto(fd, address, bytes, libc.MSG_NOSIGNAL, toAddress, length));
  }

  /** Moves at most `bytes` bytes between a socket and a pipe, without waiting. */
  splice(from: number, to: number, bytes: number): number {
    return this.outcome(this.libc.splice(from, 0, to, 0, bytes, libc.SPLICE_NON_BLOCKING));
  }

  read(fd: number, address: number, bytes: number): number {
    return this.outcome(this.libc.read(fd, address, bytes));
  }

  /** Writes to a file; it blocks if the descriptor does. */
  write(fd: number, address: number, bytes: number): number {
    return this.written(this.libc.write(fd, address, bytes));
  }

  /** Sets the counter of an eventfd back to 0. */
  readEventfd(fd: number): void {
    this.libc.read(fd, this.scratchAddress, 8);
  }

  shutdown(fd: number, receive: boolean, send: boolean): number {
    return this.outcome(this.libc.shutdown(fd, receive && send ? 2 : send ? 1 : 0));
  }

  /** Gives which of the events, an error or a hang-up a descriptor has now; 0: none. */
  poll(fd: number, events: number): number {
    this.writePollfd(0, fd, events);
    return this.libc.poll(this.scratchAddress, 1, 0) > 0 ? this.readPollfd(0) : 0;
  }

  /** Waits at most `milliseconds` (-1: no limit) for either of two descriptors, and gives the events of both, as `poll` does. */
  pollTwo(fd1: number, events1: number, fd2: number, events2: number, milliseconds: number) {
    this.writePollfd(0, fd1, events1);
    this.writePollfd(1, fd2, events2);
    this.libc.poll(this.scratchAddress, 2, milliseconds);
    return { first: this.readPollfd(0), second: this.readPollfd(1) };
  }

  /** Watches a descriptor for events, which come with its number. */
  epollAdd(epoll: number, fd: number, events: number): number {
    this.scratch.setUint32(0, events, true);
    this.scratch.setInt32(4 * libc.EPOLL_DATA_WORD, fd, true);
    return this.outcome(this.libc.epollCtl(epoll, libc.EPOLL_CTL_ADD, fd, this.scratchAddress));
  }

  epollDelete(epoll: number, fd: number): void {
    this.libc.epollCtl(epoll, libc.EPOLL_CTL_DEL, fd, 0);
  }

  /** Stores at most `maxEvents` events from `address` on and gives how many; below 0: the wait was interrupted. */
  epollWait(epoll: number, address: number, maxEvents: number, milliseconds: number): number {
    return this.libc.epollWait(epoll, address, maxEvents, milliseconds);
  }

  private opened(fd: number): number {
    if (fd >= 0 && this.descriptors !== undefined) this.descriptors[fd] = 1;
    return this.outcome(fd);
  }

  /** An interrupted write is to be tried again, as one that would block. */
  private written(count: number): number {
    const isInterrupted = count < 0 && this.libc.errno() === constants.errno.EINTR;
    return isInterrupted ? WOULD_BLOCK : this.outcome(count);
  }

  private readAddress(call: SockaddrCall, fd: number): Address | number {
    this.scratch.setInt32(LENGTH_AT, SOCKADDR_BYTES, true);
    const status = call(fd, this.scratchAddress, this.lengthAddress);
    return status < 0 ? this.outcome(status) : readSockaddr(this.scratch);
  }

  /** `struct pollfd` is the descriptor in 32 bits, the events in 16, the results in 16. */
  private writePollfd(index: number, fd: number, events: number): void {
    this.scratch.setInt32(8 * index, fd, true);
    this.scratch.setInt32(8 * index + 4, events, true);
  }

  private readPollfd(index: number): number {
    return this.scratch.getInt16(8 * index + 6, true);
  }

  private outcome(result: number): number {
    return result < 0 ? outcomeOf(this.libc.errno()) : result;
  }
}

type SockaddrCall = (fd: number, address: number, lengthAddress: number) => number;
