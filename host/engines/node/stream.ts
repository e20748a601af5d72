import type { Socket } from 'node:net';
import type { Address, SocketOption } from '../engine.ts';
import { readAddress } from './address.ts';
import { NodeBytes } from './bytes.ts';
import { INVALID_STATE, WOULD_BLOCK, failure } from '../outcome.ts';

const NOTHING = new Uint8Array();

/** A connection of `node:net`. */
export abstract class NodeStream extends NodeBytes {
  declare protected stream: Socket | undefined;
  protected isConnected = false;
  private isEnded = false;

  /**
   * Takes all or nothing. Node tells what the system has taken only of all that it was given; so there is never more than one piece
   * under way that the system has not taken, and until it has, sending would block.
   */
  send(bytes: Uint8Array, start: number, count: number): number {
    if (this.failure < 0) return this.failure;
    if (!this.isConnected) return INVALID_STATE;
    if (this.isEnded || this.stream!.destroyed) return failure('connection-reset');
    if (!this.writable) return WOULD_BLOCK;
    const { owner, stream } = this;
    const piece = owner.lend(count);
    piece.set(bytes.subarray(start, start + count));
    stream!.write(piece);
    if (stream!.writableLength > 0) {
      owner.keep(count);
      this.writable = false;
      stream!.write(NOTHING, this.onSent);
    }
    return count;
  }

  /** Receiving can't be shut in Node: what comes then is thrown away. */
  shutdown(receive: boolean, send: boolean): number {
    if (!this.isConnected) return INVALID_STATE;
    if (send && !this.isEnded) {
      this.isEnded = true;
      this.stream!.end();
    }
    if (receive) this.endReceiving();
    return 0;
  }

  override setOption(option: SocketOption, value: number): number {
    super.setOption(option, value);
    if (option.startsWith('keepAlive')) this.applyKeepAlive();
    return 0;
  }

  override localAddress(): Address | number {
    const { localAddress, localPort } = this.stream ?? {};
    return localAddress === undefined ? INVALID_STATE : readAddress(localAddress, localPort!);
  }

  override remoteAddress(): Address | number {
    const { remoteAddress, remotePort } = this.stream ?? {};
    return remoteAddress === undefined ? INVALID_STATE : readAddress(remoteAddress, remotePort!);
  }

  /** As the system does: a connection whose bytes have not all been received is reset. */
  close(isReset = false): void {
    if (this.isConnected && (isReset || this.isHolding)) this.stream!.resetAndDestroy();
    else this.stream?.destroy();
    this.owner.remove(this);
  }

  protected connected(): void {
    this.isConnected = true;
    this.writable = true;
    this.applyKeepAlive();
  }

  private applyKeepAlive(): void {
    const { options } = this;
    if (!this.isConnected || !options.has('keepAlive')) return;
    this.stream!.setKeepAlive({
      enable: options.get('keepAlive') === 1,
      initialDelay: 1000 * options.get('keepAliveIdleSeconds'),
      interval: 1000 * options.get('keepAliveIntervalSeconds'),
      count: options.get('keepAliveCount'),
    } as never);
  }

  private readonly onSent = (): void => {
    if (this.failure < 0) return;
    this.writable = true;
    this.ready();
  };
}
