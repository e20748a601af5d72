import type { Socket } from 'node:net';
import type { Address, SocketOption } from '../engine.ts';
import { readAddress } from './address.ts';
import { NodeBytes } from './bytes.ts';
import { INVALID_STATE, WOULD_BLOCK, failure } from '../outcome.ts';

const NO_BYTES = new Uint8Array();

/** The connection of a TCP socket on `node:net`. */
export abstract class NodeStream extends NodeBytes {
  declare protected stream: Socket | undefined;
  protected isConnected = false;
  private isSendShut = false;

  /**
   * Takes all bytes or none. Node reports only when the system has taken everything, not how much so far; so at most one buffer is
   * pending, and sending would block until the system has taken it.
   */
  send(bytes: Uint8Array, start: number, count: number): number {
    if (this.failure < 0) return this.failure;
    if (!this.isConnected) return INVALID_STATE;
    if (this.isSendShut || this.stream!.destroyed) return failure('connection-reset');
    if (!this.writable) return WOULD_BLOCK;
    const { owner, stream } = this;
    const buffer = owner.lendBuffer(count);
    buffer.set(bytes.subarray(start, start + count));
    stream!.write(buffer);
    if (stream!.writableLength > 0) {
      owner.keepBuffer(count);
      this.writable = false;
      stream!.write(NO_BYTES, this.onSent);
    }
    return count;
  }

  /** Shuts down sending as the system does. Node can't shut down receiving: bytes that still come are discarded. */
  shutdown(receive: boolean, send: boolean): number {
    if (!this.isConnected) return INVALID_STATE;
    if (send && !this.isSendShut) {
      this.isSendShut = true;
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

  /** Closes the connection; as on Linux, bytes that were not received make that a reset. */
  close(isReset = false): void {
    if (this.isConnected && (isReset || this.hasUnreceived)) this.stream!.resetAndDestroy();
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
    this.reportReady();
  };
}
