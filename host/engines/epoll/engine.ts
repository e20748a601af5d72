/** Sockets and readiness from Linux's epoll, edge-triggered, through koffi. The thread blocks while it waits. */
import { constants } from 'node:os';
import type { Address, Engine, MemoryView } from '../engine.ts';
import { EpollSocket } from './socket.ts';
import { EpollStreams } from './streams.ts';
import * as libc from './libc.ts';
import { WOULD_BLOCK } from '../outcome.ts';
import { SOCKADDR_BYTES, readSockaddr, writeSockaddr } from './sockaddr.ts';

/** Fulfils the engine contract on Linux: adds datagrams and files to what its two bases do. */
export class EpollEngine extends EpollStreams implements Engine<EpollSocket> {
  openUdp(family: 4 | 6): EpollSocket | number {
    const fd = this.openSocket(family, libc.SOCK_DGRAM);
    if (fd < 0) return this.failed();
    const socket = (this.sockets[fd] = new EpollSocket(fd, family));
    socket.writable = true;
    const outcome = this.add(socket);
    if (outcome < 0) this.closeSocket(socket);
    return outcome < 0 ? outcome : socket;
  }

  openFile(descriptor: number): EpollSocket | number {
    const file = new EpollSocket(descriptor, 4);
    file.borrowed = true;
    const outcome = this.add(file);
    const canBeWatched = outcome >= 0;
    if (!canBeWatched && this.libc.errno() !== constants.errno.EPERM) return outcome;
    if (canBeWatched) this.sockets[descriptor] = file;
    else file.readable = true;
    return file;
  }

  /** Linux gives a port back that was not asked for by number: it is bound again. */
  disconnect(socket: EpollSocket): number {
    const before = this.localAddress(socket);
    this.scratch.setUint16(0, libc.AF_UNSPEC, true);
    if (this.libc.connect(socket.fd, this.scratchAddress, SOCKADDR_BYTES) < 0) return this.failed();
    const after = this.localAddress(socket);
    if (typeof before === 'number' || typeof after === 'number' || after.port === before.port) return 0;
    return this.bind(socket, { ...after, port: before.port });
  }

  receiveFrom(
    socket: EpollSocket,
    memory: MemoryView,
    pointer: number,
    bytes: number,
    from: Address,
  ): number {
    this.prepareLength();
    const { fd } = socket;
    const at = memory.base + pointer;
    const count = this.libc.recvfrom(fd, at, bytes, 0, this.scratchAddress, this.lengthAddress);
    socket.needsProbe = true;
    if (count < 0) {
      const outcome = this.failed();
      if (outcome === WOULD_BLOCK) socket.readable = false;
      return outcome;
    }
    readSockaddr(this.scratch, from);
    return count;
  }

  sendTo(
    socket: EpollSocket,
    memory: MemoryView,
    pointer: number,
    bytes: number,
    to: Address | undefined,
  ): number {
    const length = to === undefined ? 0 : writeSockaddr(this.scratch, to);
    const toAt = to === undefined ? 0 : this.scratchAddress;
    const count = this.libc.sendto(socket.fd, memory.base + pointer, bytes, libc.MSG_NOSIGNAL, toAt, length);
    if (count >= 0) return count;
    const outcome = this.failed();
    if (outcome === WOULD_BLOCK) socket.writable = false;
    return outcome;
  }

  /** The descriptor may be a blocking one, and others may read from it too: it is asked each time. */
  readFile(file: EpollSocket, memory: MemoryView, pointer: number, bytes: number): number {
    const isWatched = this.sockets[file.fd] === file;
    if (isWatched && !this.askReadable(file)) return WOULD_BLOCK;
    const count = this.libc.read(file.fd, memory.base + pointer, bytes);
    file.needsProbe = isWatched;
    if (count >= 0) return count;
    const outcome = this.failed();
    if (outcome === WOULD_BLOCK) file.readable = false;
    return outcome;
  }
}
