import type { SocketOption } from '../engine.ts';

/** The default and the greatest value of each option, as on Linux, whose buffers have 208 KiB by default (net.core.rmem_default). */
const RANGES: Record<SocketOption, { initial: number; max: number }> = {
  keepAlive: { initial: 0, max: 1 },
  keepAliveIdleSeconds: { initial: 7200, max: 32_767 },
  keepAliveIntervalSeconds: { initial: 75, max: 32_767 },
  keepAliveCount: { initial: 9, max: 127 },
  hopLimit: { initial: 64, max: 255 },
  receiveBufferBytes: { initial: 212_992, max: 2 ** 30 },
  sendBufferBytes: { initial: 212_992, max: 2 ** 30 },
};

/** The options of one socket as they were set: Node can set some of them, and reads back hardly any. */
export class SocketOptions {
  private values: Partial<Record<SocketOption, number>> = {};

  get(option: SocketOption): number {
    return this.values[option] ?? RANGES[option].initial;
  }

  /** Whether an option was set. */
  has(option: SocketOption): boolean {
    return this.values[option] !== undefined;
  }

  /** Sets an option; a value above the maximum sets the maximum. */
  set(option: SocketOption, value: number): void {
    // A new object: accepted sockets share that of their listener until they set an option.
    this.values = { ...this.values, [option]: Math.min(value, RANGES[option].max) };
  }

  /** Makes the options of a socket that this listener accepts. */
  inherited(): SocketOptions {
    const copy = new SocketOptions();
    copy.values = this.values;
    return copy;
  }
}
