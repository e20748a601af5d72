/** What all sockets of the epoll engine share: descriptors, watching, waiting, addresses, options. */
import type { Address, MemoryView, SocketOption } from '../engine.ts';
import { isDoubled, optionPlace } from './options.ts';
import type { EpollSocket } from './socket.ts';
import * as libc from './libc.ts';
import { outcomeOf } from '../outcome.ts';
import { SOCKADDR_BYTES, readSockaddr, writeSockaddr } from './sockaddr.ts';

const EVENTS_PER_WAIT = 1024;
const WATCH_ALL = libc.EPOLLIN + libc.EPOLLOUT + libc.EPOLLRDHUP + libc.EPOLLET;
/** Where in the scratch memory lengths are exchanged; an address or a value is at its start. */
const LENGTH_AT = 32;

/** Flags of the sockets that the engine opens. */
export const NON_BLOCKING = libc.SOCK_NONBLOCK | libc.SOCK_CLOEXEC;

/** How the engine's owner has a hand in it. */
export interface EpollOptions {
  /**
   * By descriptor: 1 while the engine has it open. In shared memory it outlives the engine's thread: who ends that closes them. The
   * wakeFd is the owner's to close in any case, so that nobody writes to a descriptor that has become another's.
   */
  descriptors?: Uint8Array;
  /** A wait ends after so many milliseconds at the latest. */
  maxWaitMs?: number | undefined;
}

/** The part of the epoll engine that does not depend on what a descriptor is. */
export class EpollCore {
  readonly libc = libc.loadLibc();
  protected readonly sockets: (EpollSocket | undefined)[] = [];
  protected readonly scratch = new DataView(new ArrayBuffer(64));
  protected readonly scratchAddress = this.libc.address(this.scratch);
  protected readonly lengthAddress = this.scratchAddress + LENGTH_AT;
  private readonly epoll: number;
  private readonly events = new Int32Array(EVENTS_PER_WAIT * libc.EPOLL_EVENT_WORDS);
  private readonly eventsAddress = this.libc.address(this.events);
  private isClosed = false;
  /** The longest time that the thread may block, in milliseconds; -1: for ever. */
  readonly maxWaitMs: number;

  readonly waitsBlocking = true;

  /** `memory` objects need to know addresses. */
  readonly addressOf = (array: Uint8Array): number => this.libc.address(array);

  /** An eventfd: who writes 1 to it, from any thread, ends a wait early. */
  readonly wakeFd: number;

  /** Throws when the machine has no epoll to offer. */
  constructor(private readonly options: EpollOptions = {}) {
    this.maxWaitMs = options.maxWaitMs ?? -1;
    this.epoll = this.check(this.libc.epollCreate1(libc.EPOLL_CLOEXEC));
    this.wakeFd = this.check(this.libc.eventfd(0, libc.EFD_CLOEXEC | libc.EFD_NONBLOCK));
    if (this.watch(this.wakeFd, libc.EPOLLIN + libc.EPOLLET) < 0) this.check(-1);
  }

  bind(socket: EpollSocket, address: Address): number {
    const length = writeSockaddr(this.scratch, address);
    return this.libc.bind(socket.fd, this.scratchAddress, length) < 0 ? this.failed() : 0;
  }

  localAddress(socket: EpollSocket): Address | number {
    return this.readAddress(this.libc.getsockname, socket);
  }

  remoteAddress(socket: EpollSocket): Address | number {
    return this.readAddress(this.libc.getpeername, socket);
  }

  getOption(socket: EpollSocket, option: SocketOption): number {
    const { level, name } = optionPlace(option, socket.family);
    const outcome = this.readOption(socket.fd, level, name);
    return outcome > 0 && isDoubled(option) ? outcome / 2 : outcome;
  }

  setOption(socket: EpollSocket, option: SocketOption, value: number): number {
    const { level, name, most } = optionPlace(option, socket.family);
    return this.writeOption(socket.fd, level, name, Math.min(value, most)) < 0 ? this.failed() : 0;
  }

  isReadable(socket: EpollSocket): boolean {
    if (!socket.readable || !socket.needsProbe || socket.stopped) return socket.readable;
    return this.askReadable(socket);
  }

  makeMemory(bytes: number): MemoryView {
    const array = new Uint8Array(bytes);
    return { bytes: array, base: this.libc.address(array) };
  }

  closeSocket(socket: EpollSocket, isReset = false): void {
    if (socket.fd < 0) return;
    if (isReset) this.lingerFor0(socket);
    this.sockets[socket.fd] = undefined;
    if (socket.borrowed) this.libc.epollCtl(this.epoll, libc.EPOLL_CTL_DEL, socket.fd, 0);
    else this.disown(socket.fd); // epoll forgets it by itself
    socket.fd = -1;
  }

  wait(milliseconds: number): void {
    const { maxWaitMs } = this;
    const isTooLong = maxWaitMs >= 0 && (milliseconds < 0 || milliseconds > maxWaitMs);
    const waitMs = isTooLong ? maxWaitMs : milliseconds;
    const count = this.libc.epollWait(this.epoll, this.eventsAddress, EVENTS_PER_WAIT, waitMs);
    for (let i = 0; i < count; i++) {
      const at = i * libc.EPOLL_EVENT_WORDS;
      const socket = this.sockets[this.events[at + libc.EPOLL_DATA_WORD]!];
      socket?.notify(this.events[at]!);
    }
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const socket of this.sockets) if (socket) this.closeSocket(socket);
    if (this.options.descriptors === undefined) this.libc.close(this.wakeFd);
    this.disown(this.epoll);
  }

  /** Notes that a descriptor is the engine's. */
  own(fd: number): void {
    const { descriptors } = this.options;
    if (descriptors !== undefined && fd >= 0) descriptors[fd] = 1;
  }

  /** Closes a descriptor. If the thread ends in between it stays open: better than that another's is closed. */
  disown(fd: number): void {
    const { descriptors } = this.options;
    if (descriptors !== undefined) descriptors[fd] = 0;
    this.libc.close(fd);
  }

  /** Watches a socket for everything: 0, or why not. */
  protected add(socket: EpollSocket): number {
    return this.watch(socket.fd, WATCH_ALL) < 0 ? this.failed() : 0;
  }

  /** Asks the kernel; what the engine thinks is right afterwards. */
  protected askReadable(socket: EpollSocket): boolean {
    socket.readable = this.ask(socket, libc.POLLIN + libc.POLLRDHUP);
    socket.needsProbe = false;
    const results = this.scratch.getInt16(6, true);
    if (socket.readable && results !== libc.POLLIN) socket.ended = true;
    return socket.readable;
  }

  /** Whether an event, an error or a hang-up is there now. */
  protected ask(socket: EpollSocket, events: number): boolean {
    this.scratch.setInt32(0, socket.fd, true); // struct pollfd: fd, then 16 bits of events and 16 of results
    this.scratch.setInt32(4, events, true);
    return this.libc.poll(this.scratchAddress, 1, 0) > 0;
  }

  /** Reads an option that is an integer, or why it can't be read. */
  protected readOption(fd: number, level: number, name: number): number {
    this.scratch.setInt32(LENGTH_AT, 4, true);
    if (this.libc.getsockopt(fd, level, name, this.scratchAddress, this.lengthAddress) < 0)
      return this.failed();
    return this.scratch.getInt32(0, true);
  }

  protected writeOption(fd: number, level: number, name: number, value: number): number {
    this.scratch.setInt32(0, value, true);
    return this.libc.setsockopt(fd, level, name, this.scratchAddress, 4);
  }

  /** Says how much room for an address there is. */
  protected prepareLength(): void {
    this.scratch.setInt32(LENGTH_AT, SOCKADDR_BYTES, true);
  }

  protected failed(): number {
    return outcomeOf(this.libc.errno());
  }

  /** Makes closing it a reset. Source: `man 7 socket`, SO_LINGER: two words, whether and how many seconds. */
  private lingerFor0({ fd }: EpollSocket): void {
    this.scratch.setInt32(0, 1, true);
    this.scratch.setInt32(4, 0, true);
    this.libc.setsockopt(fd, libc.SOL_SOCKET, libc.SO_LINGER, this.scratchAddress, 8);
  }

  private watch(fd: number, events: number): number {
    this.scratch.setUint32(0, events, true);
    this.scratch.setInt32(4 * libc.EPOLL_DATA_WORD, fd, true);
    return this.libc.epollCtl(this.epoll, libc.EPOLL_CTL_ADD, fd, this.scratchAddress);
  }

  private readAddress(call: (fd: number, address: number, length: number) => number, socket: EpollSocket) {
    this.prepareLength();
    if (call(socket.fd, this.scratchAddress, this.lengthAddress) < 0) return this.failed();
    return readSockaddr(this.scratch);
  }

  private check(fd: number): number {
    if (fd < 0) throw new Error(`epoll can't be set up: error ${this.libc.errno()}`);
    this.own(fd);
    return fd;
  }
}
