import type { Address } from '../../../host/engines/engine.ts';
import { WOULD_BLOCK, failure } from '../../../host/engines/outcome.ts';
import type { World } from '../world.ts';
import { Ring } from './ring.ts';
import type { SimSocket } from './sim-socket.ts';

const RESET = failure('connection-reset');

/** Who is at the other end of a connection: woken when something of it may have changed. */
export interface LinkPeer {
  readonly name: string;
  readonly address: Address;
  wake(): void;
  /** The connection is gone; `isExcused`: not by the server's doing. */
  lost(isExcused: boolean): void;
}

/** A TCP connection between the server and a peer, as the kernels of both have it. */
export class Link {
  /** The server's end, once it has one. */
  socket: SimSocket | undefined;
  /** Sent by the peer, not read by the server. */
  readonly toServer: Ring;
  /** Sent by the server, not read by the peer. */
  readonly toPeer: Ring;
  /** The peer sends no more. */
  peerEnded = false;
  /** The server sends no more. */
  serverEnded = false;
  isBroken = false;
  /** The peer came to the server, not the server to the peer. */
  isAccepted = false;
  /** Bytes that the server has taken, and given, since the beginning. */
  taken = 0;
  given = 0;
  /** The poll since which the server has left it alone although it could go on, and when that was; 0: it has not. */
  neglectedSince = 0;
  neglectedUs = 0;
  /** The server knows that nothing more will come. */
  isEndRead = false;
  private peerClosed = false;
  private receiveShut = false;
  private isResetTold = false;
  private stalledUntilUs = 0;

  constructor(
    private readonly world: World,
    readonly peer: LinkPeer,
    private readonly latencyMs: number,
    bufferBytes: number,
  ) {
    this.toServer = new Ring(bufferBytes);
    this.toPeer = new Ring(bufferBytes);
  }

  get name(): string {
    return this.peer.name;
  }

  /** Whether the server would get something, or an end. */
  get isReadable(): boolean {
    return this.toServer.size > 0 || this.peerEnded || this.isBroken || this.receiveShut;
  }

  // The server's side.

  receive(target: Uint8Array): number {
    this.neglectedSince = 0;
    if (this.toServer.size > 0 && !this.receiveShut) {
      const wasFull = this.toServer.room === 0;
      const count = this.toServer.read(target);
      this.taken += count;
      this.world.progress();
      if (wasFull) this.wakePeer();
      this.socket!.readable = this.isReadable;
      return count;
    }
    if (this.isBroken && !this.isResetTold) {
      this.isResetTold = true;
      this.isEndRead = true;
      this.world.progress();
      return RESET;
    }
    if (this.isReadable) {
      this.isEndRead = true;
      this.world.progress();
      return 0;
    }
    this.socket!.readable = false;
    return WOULD_BLOCK;
  }

  /** `maxBytes`: what the kernel takes this time; when it takes less, it is not ready for `stallMs`. */
  send(source: Uint8Array, maxBytes: number, stallMs: number): number {
    this.neglectedSince = 0;
    if (this.isBroken || this.serverEnded) return RESET;
    if (this.peerClosed) {
      this.break(true);
      return RESET;
    }
    const isStalled = this.stalledUntilUs > this.world.nowUs;
    const count = isStalled ? 0 : this.toPeer.write(source.subarray(0, maxBytes));
    this.given += count;
    if (count < source.length) {
      this.socket!.writable = false;
      this.stall(isStalled ? 0 : stallMs);
    }
    if (count > 0) {
      this.world.progress();
      this.wakePeer();
    }
    return count === 0 ? WOULD_BLOCK : count;
  }

  endFromServer(): void {
    if (this.serverEnded) return;
    this.serverEnded = true;
    this.world.progress();
    this.wakePeer();
  }

  shutReceiving(): void {
    this.receiveShut = true;
    this.toServer.clear();
    this.socket!.readable = true;
  }

  /** The server has closed its end. Linux resets the connection when something was left unread, too. */
  closeFromServer(isReset: boolean): void {
    this.world.progress();
    this.socket = undefined;
    if (this.isBroken) return;
    if (isReset || this.toServer.size > 0) this.break(false);
    else this.endFromServer();
  }

  // The peer's side.

  /** Returns how many bytes went. */
  sendFromPeer(bytes: Uint8Array): number {
    if (this.isBroken) return 0;
    if (this.receiveShut) return bytes.length;
    if (this.serverEnded && this.socket === undefined) {
      this.after(() => this.break(true));
      return bytes.length;
    }
    const count = this.toServer.write(bytes);
    if (count > 0) this.world.progress();
    if (count > 0) this.after(() => this.becomeReadable());
    return count;
  }

  endFromPeer(): void {
    this.after(() => {
      this.peerEnded = true;
      this.becomeReadable();
    });
  }

  /** The peer reads no more and sends no more. */
  closeFromPeer(): void {
    if (this.toPeer.size > 0) return this.resetFromPeer();
    this.after(() => {
      this.peerClosed = true;
      this.peerEnded = true;
      if (this.toPeer.size > 0) this.break(true);
      else this.becomeReadable();
    });
  }

  resetFromPeer(): void {
    this.after(() => this.break(true));
  }

  /** Takes what the server has sent. */
  readFromPeer(target: Uint8Array): number {
    const count = this.toPeer.read(target);
    if (count > 0) {
      this.world.progress();
      this.after(() => this.becomeWritable());
    }
    return count;
  }

  /** Whether the peer has read all that there will ever be. */
  get isAtEnd(): boolean {
    return this.serverEnded && this.toPeer.size === 0;
  }

  /** Ends it at once, for both. */
  break(isExcused: boolean): void {
    if (this.isBroken) return;
    this.isBroken = true;
    this.world.progress();
    this.toPeer.clear();
    this.toServer.clear();
    this.peer.lost(isExcused);
    this.tellServer();
  }

  /** Anything may be tried now. It is told in the next wait, as a kernel would: not from within a call. */
  private tellServer(): void {
    const { socket } = this;
    if (socket === undefined) return;
    socket.readable = true;
    socket.writable = true;
    this.world.after(0, () => socket.become('readable'));
  }

  private becomeReadable(): void {
    if (this.isReadable) this.socket?.become('readable');
  }

  /** Linux says so once a third is free. */
  private becomeWritable(): void {
    const { socket, toPeer } = this;
    if (socket === undefined || socket.writable || this.stalledUntilUs > this.world.nowUs) return;
    if (3 * toPeer.room >= toPeer.capacity) socket.become('writable');
  }

  private stall(ms: number): void {
    this.stalledUntilUs = Math.max(this.stalledUntilUs, this.world.nowUs + Math.round(ms * 1000));
    this.world.after(ms, () => this.becomeWritable());
  }

  private wakePeer(): void {
    this.after(() => this.peer.wake());
  }

  private after(act: () => void): void {
    this.world.after(this.latencyMs, act);
  }
}
