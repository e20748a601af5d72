import type { SocketOption } from '../engine.ts';

/** What an option is at first, and the most that it takes, as on Linux: its buffers hold 208 KiB unless somebody asks (net.core.rmem_default). */
const RANGES: Record<SocketOption, { initial: number; most: number }> = {
  keepAlive: { initial: 0, most: 1 },
  keepAliveIdleSeconds: { initial: 7200, most: 32_767 },
  keepAliveIntervalSeconds: { initial: 75, most: 32_767 },
  keepAliveCount: { initial: 9, most: 127 },
  hopLimit: { initial: 64, most: 255 },
  receiveBufferBytes: { initial: 212_992, most: 2 ** 30 },
  sendBufferBytes: { initial: 212_992, most: 2 ** 30 },
};

/** The options of a socket, kept beside it: Node sets some of them, and reads back next to none. */
export class KeptOptions {
  private values: Partial<Record<SocketOption, number>> = {};

  get(option: SocketOption): number {
    return this.values[option] ?? RANGES[option].initial;
  }

  /** Whether it was set. */
  has(option: SocketOption): boolean {
    return this.values[option] !== undefined;
  }

  /** Sets an option, or the most that it takes. */
  set(option: SocketOption, value: number): void {
    // A socket accepted shares its listener's options until it sets one.
    this.values = { ...this.values, [option]: Math.min(value, RANGES[option].most) };
  }

  /** Makes the same for a socket that a listener accepts. */
  handedOn(): KeptOptions {
    const copy = new KeptOptions();
    copy.values = this.values;
    return copy;
  }
}
