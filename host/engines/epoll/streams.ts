/** The TCP sockets of the epoll engine. */
import type { Address, MemoryView } from '../engine.ts';
import { EpollCore, NON_BLOCKING } from './core.ts';
import { EpollSocket } from './socket.ts';
import * as libc from './libc.ts';
import { INVALID_STATE, WOULD_BLOCK, outcomeOfAccept, outcomeOfConnect } from '../outcome.ts';
import { writeSockaddr } from './sockaddr.ts';

/** Adds listening, connecting and streams of bytes. */
export class EpollStreams extends EpollCore {
  private isStopped = false;

  openTcp(family: 4 | 6): EpollSocket | number {
    const fd = this.openSocket(family, libc.SOCK_STREAM);
    if (fd < 0) return this.failed();
    // Inherited by what a listener accepts. WASI has no such option, and servers write once a turn anyway.
    this.writeOption(fd, libc.IPPROTO_TCP, libc.TCP_NODELAY, 1);
    // wasi:sockets: an address in TIME_WAIT can be bound again.
    this.writeOption(fd, libc.SOL_SOCKET, libc.SO_REUSEADDR, 1);
    return (this.sockets[fd] = new EpollSocket(fd, family));
  }

  listen(socket: EpollSocket, backlog: number): number {
    if (this.isStopped) return INVALID_STATE;
    if (this.libc.listen(socket.fd, backlog) < 0) return this.failed();
    if (socket.listening) return 0;
    socket.listening = true;
    return this.add(socket);
  }

  accept(listener: EpollSocket): EpollSocket | number {
    if (listener.stopped) return INVALID_STATE;
    const fd = this.libc.accept4(listener.fd, 0, 0, NON_BLOCKING);
    if (fd < 0) {
      const outcome = outcomeOfAccept(this.libc.errno());
      if (outcome === WOULD_BLOCK) listener.readable = false;
      return outcome;
    }
    this.own(fd);
    listener.needsProbe = true;
    const socket = (this.sockets[fd] = new EpollSocket(fd, listener.family));
    const outcome = this.add(socket);
    if (outcome < 0) this.closeSocket(socket);
    return outcome < 0 ? outcome : socket;
  }

  connect(socket: EpollSocket, address: Address): number {
    const length = writeSockaddr(this.scratch, address);
    const status = this.libc.connect(socket.fd, this.scratchAddress, length);
    const outcome = status < 0 ? outcomeOfConnect(this.libc.errno()) : 0;
    if (socket.writable) return outcome; // watched already: it sends datagrams
    // Not before: the kernel says of a socket that is neither connected nor connecting that it hung up.
    const watched = outcome === 0 || outcome === WOULD_BLOCK ? this.add(socket) : 0;
    return watched < 0 ? watched : outcome;
  }

  finishConnect(socket: EpollSocket): number {
    if (!socket.writable && !this.ask(socket, libc.POLLOUT)) return WOULD_BLOCK;
    const errorNumber = this.readOption(socket.fd, libc.SOL_SOCKET, libc.SO_ERROR);
    return errorNumber > 0 ? outcomeOfConnect(errorNumber) : errorNumber;
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
    socket.needsProbe = count === bytes;
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
    if (count === bytes) {
      socket.writable = true;
      return count;
    }
    const outcome = count < 0 ? this.failed() : count;
    if (outcome >= 0 || outcome === WOULD_BLOCK) socket.writable = false;
    return outcome;
  }

  shutdown(socket: EpollSocket, receive: boolean, send: boolean): number {
    const how = receive && send ? 2 : send ? 1 : 0;
    return this.libc.shutdown(socket.fd, how) < 0 ? this.failed() : 0;
  }

  stopListening(): void {
    this.isStopped = true;
    for (const socket of this.sockets) {
      if (!socket?.listening) continue;
      this.disown(socket.fd);
      this.sockets[socket.fd] = undefined;
      socket.fd = -1;
      socket.stopped = true;
      socket.readable = true;
      socket.onReady?.();
    }
  }

  /** Opens a socket's descriptor; below 0 when there is none. */
  protected openSocket(family: 4 | 6, kind: number): number {
    const fd = this.libc.socket(family === 4 ? libc.AF_INET : libc.AF_INET6, kind | NON_BLOCKING, 0);
    this.own(fd);
    // wasi:sockets: IPv6 sockets have no part in IPv4.
    if (fd >= 0 && family === 6) this.writeOption(fd, libc.IPPROTO_IPV6, libc.IPV6_V6ONLY, 1);
    return fd;
  }
}
