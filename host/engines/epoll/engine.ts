import type { Address, Engine, MemoryView, SocketOption } from '../engine.ts';
import { INVALID_STATE, WOULD_BLOCK, failure } from '../outcome.ts';
import { SystemCalls } from './calls.ts';
import * as libc from './libc.ts';
import { type EpollOptions, readOption, writeOption } from './options.ts';
import { EpollOutput } from './output.ts';
import { EpollPipe } from './kernel-pipe.ts';
import { Poller } from './poller.ts';
import { SharedPorts } from './shared-ports.ts';
import { EpollSocket } from './socket.ts';

/** The outcome of watching a file on disk or a directory. Source: `man 2 epoll_ctl`, EPERM. */
const NOT_WATCHABLE = failure('access-denied');

/** The engine on Linux: system calls through koffi, readiness from edge-triggered epoll. The thread blocks while it waits. */
export class EpollEngine implements Engine<EpollSocket> {
  readonly waitsBlocking = true;
  /** An eventfd: writing 1 to it, from any thread, ends a wait early. */
  readonly wakeFd: number;
  private readonly calls: SystemCalls;
  private readonly poller: Poller;
  /** What becomes of the clients of listeners that are stopped. */
  readonly ports: SharedPorts;
  private readonly sockets: (EpollSocket | undefined)[] = [];
  private isStopped = false;
  /** What accepting comes to at a listener that is stopped. */
  private stopOutcome = INVALID_STATE;
  private isClosed = false;
  private openedPipe: EpollPipe | undefined;

  /** Throws when koffi can't be loaded or the kernel gives no epoll instance. */
  constructor(private readonly options: EpollOptions = {}) {
    this.calls = new SystemCalls(options.descriptors);
    this.poller = new Poller(this.calls, options.maxWaitMs ?? -1);
    this.wakeFd = this.poller.wakeFd;
    this.ports = new SharedPorts(this.calls, options.ports ?? { isShared: false, joins: false });
  }

  /** Gives the address of an array's first byte: the `base` of a `MemoryView`. */
  readonly addressOf = (array: Uint8Array): number => this.calls.addressOf(array);

  get pipe(): EpollPipe | undefined {
    this.openedPipe ??= EpollPipe.open(this.calls);
    return this.openedPipe?.isSupported === true ? this.openedPipe : undefined;
  }

  openTcp(family: 4 | 6): EpollSocket | number {
    const fd = this.calls.socket(family, libc.SOCK_STREAM);
    if (fd < 0) return fd;
    // Accepted sockets inherit this. WASI has no such option, and servers send once a turn anyway.
    this.calls.setOption(fd, libc.IPPROTO_TCP, libc.TCP_NODELAY, 1);
    // wasi:sockets: an address in TIME_WAIT can be bound again.
    this.calls.setOption(fd, libc.SOL_SOCKET, libc.SO_REUSEADDR, 1);
    return (this.sockets[fd] = new EpollSocket(fd, family));
  }

  openUdp(family: 4 | 6): EpollSocket | number {
    const fd = this.calls.socket(family, libc.SOCK_DGRAM);
    if (fd < 0) return fd;
    const socket = this.addOpened(fd, family);
    if (typeof socket !== 'number') socket.writable = true;
    return socket;
  }

  openFile(descriptor: number): EpollSocket | number {
    const file = new EpollSocket(descriptor, 4);
    file.borrowed = true;
    const outcome = this.poller.add(descriptor);
    if (outcome >= 0) this.sockets[descriptor] = file;
    else if (outcome !== NOT_WATCHABLE) return outcome;
    else file.readable = true;
    return file;
  }

  /** Makes an output to a descriptor of the process; `onWake`: called when the wakeFd ends the wait of a write. */
  openOutput(descriptor: number, onWake: () => void): EpollOutput {
    return new EpollOutput(this.calls, this.poller, descriptor, onWake);
  }

  bind(socket: EpollSocket, address: Address): number {
    return this.ports.bind(socket, address);
  }

  listen(socket: EpollSocket, backlog: number): number {
    if (this.isStopped) return INVALID_STATE;
    const outcome = this.calls.listen(socket.fd, backlog);
    if (outcome < 0 || socket.listening) return outcome;
    socket.listening = true;
    return this.poller.add(socket.fd);
  }

  accept(listener: EpollSocket): EpollSocket | number {
    if (listener.stopped) return this.ports.acceptSaved(listener, this.stopOutcome);
    const fd = listener.tookOne(this.calls.accept(listener.fd));
    return fd < 0 ? fd : this.addOpened(fd, listener.family);
  }

  connect(socket: EpollSocket, address: Address): number {
    const outcome = this.calls.connect(socket.fd, address);
    if (socket.writable) return outcome; // a UDP socket, which is watched already
    // A TCP socket is watched only now: before `connect`, epoll reports a hang-up.
    const watched = outcome === 0 || outcome === WOULD_BLOCK ? this.poller.add(socket.fd) : 0;
    return watched < 0 ? watched : outcome;
  }

  finishConnect(socket: EpollSocket): number {
    if (!socket.writable && this.calls.poll(socket.fd, libc.POLLOUT) === 0) return WOULD_BLOCK;
    return this.calls.connectOutcome(socket.fd);
  }

  /** Binds the socket to its port again: Linux frees an ephemeral port when a socket disconnects. */
  disconnect(socket: EpollSocket): number {
    const before = this.localAddress(socket);
    const outcome = this.calls.disconnect(socket.fd);
    if (outcome < 0) return outcome;
    const after = this.localAddress(socket);
    if (typeof before === 'number' || typeof after === 'number' || after.port === before.port) return 0;
    return this.bind(socket, { ...after, port: before.port });
  }

  receive(socket: EpollSocket, memory: MemoryView, pointer: number, bytes: number): number {
    return socket.received(this.calls.receive(socket.fd, memory.base + pointer, bytes), bytes);
  }

  send(socket: EpollSocket, memory: MemoryView, pointer: number, bytes: number): number {
    return socket.sent(this.calls.send(socket.fd, memory.base + pointer, bytes), bytes);
  }

  sendBytes(socket: EpollSocket, bytes: Uint8Array): number {
    const outcome = this.calls.send(socket.fd, this.calls.addressOf(bytes), bytes.length);
    return socket.sent(outcome, bytes.length);
  }

  sendFile(socket: EpollSocket, descriptor: number, offset: number, bytes: number): number {
    const outcome = this.calls.sendFile(socket.fd, descriptor, offset, bytes);
    if (outcome === WOULD_BLOCK) socket.writable = false;
    return outcome;
  }

  receiveFrom(
    socket: EpollSocket,
    memory: MemoryView,
    pointer: number,
    bytes: number,
    from: Address,
  ): number {
    return socket.tookOne(this.calls.receiveFrom(socket.fd, memory.base + pointer, bytes, from));
  }

  sendTo(
    socket: EpollSocket,
    memory: MemoryView,
    pointer: number,
    bytes: number,
    to: Address | undefined,
  ): number {
    const count = this.calls.sendTo(socket.fd, memory.base + pointer, bytes, to);
    if (count === WOULD_BLOCK) socket.writable = false;
    return count;
  }

  /** Probes a watched file before each read: its descriptor may be blocking, and others may have read from it. */
  readFile(file: EpollSocket, memory: MemoryView, pointer: number, bytes: number): number {
    const isWatched = this.sockets[file.fd] === file;
    if (isWatched && !this.probe(file)) return WOULD_BLOCK;
    const count = this.calls.read(file.fd, memory.base + pointer, bytes);
    return isWatched ? file.tookOne(count) : count;
  }

  getOption(socket: EpollSocket, option: SocketOption): number {
    return readOption(this.calls, socket, option);
  }

  setOption(socket: EpollSocket, option: SocketOption, value: number): number {
    return writeOption(this.calls, socket, option, value);
  }

  shutdown(socket: EpollSocket, receive: boolean, send: boolean): number {
    return this.calls.shutdown(socket.fd, receive, send);
  }

  localAddress(socket: EpollSocket): Address | number {
    return this.calls.localAddress(socket.fd);
  }

  remoteAddress(socket: EpollSocket): Address | number {
    return this.calls.remoteAddress(socket.fd);
  }

  isReadable(socket: EpollSocket): boolean {
    if (!socket.readable || !socket.needsProbe || socket.stopped) return socket.readable;
    return this.probe(socket);
  }

  makeMemory(bytes: number): MemoryView {
    const array = new Uint8Array(bytes);
    return { bytes: array, base: this.calls.addressOf(array) };
  }

  closeSocket(socket: EpollSocket, isReset = false): void {
    if (socket.fd < 0) return;
    if (isReset) this.calls.resetOnClose(socket.fd);
    this.sockets[socket.fd] = undefined;
    if (socket.borrowed) this.poller.remove(socket.fd);
    else this.calls.close(socket.fd); // which ends the watching too
    socket.fd = -1;
  }

  wait(milliseconds: number): void {
    this.poller.wait(milliseconds, this.notify);
  }

  stopListening(isTold: boolean): void {
    this.stopOutcome = isTold ? INVALID_STATE : WOULD_BLOCK;
    for (const socket of this.sockets) {
      if (!socket?.listening) continue;
      this.ports.saveClients(socket, () => this.accept(socket));
      this.closeSocket(socket);
      socket.stopped = true;
      socket.readable = isTold || this.ports.hasSaved(socket);
      if (socket.readable) socket.onReady?.();
    }
    this.isStopped = true;
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const socket of this.sockets) if (socket) this.closeSocket(socket);
    if (this.options.descriptors === undefined) this.calls.close(this.wakeFd);
    this.openedPipe?.close();
    this.poller.close();
  }

  private readonly notify = (fd: number, events: number): void => this.sockets[fd]?.notify(events);

  /** Makes a socket of a new descriptor and watches it. */
  private addOpened(fd: number, family: 4 | 6): EpollSocket | number {
    const socket = (this.sockets[fd] = new EpollSocket(fd, family));
    const outcome = this.poller.add(fd);
    if (outcome < 0) this.closeSocket(socket);
    return outcome < 0 ? outcome : socket;
  }

  /** Asks the kernel whether a socket is readable. */
  private probe(socket: EpollSocket): boolean {
    socket.probed(this.calls.poll(socket.fd, libc.POLLIN + libc.POLLRDHUP));
    return socket.readable;
  }
}
