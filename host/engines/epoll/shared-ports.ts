import type { Address } from '../engine.ts';
import { EpollEngine } from './engine.ts';
import type { EpollOptions } from './core.ts';
import type { EpollSocket } from './socket.ts';
import * as libc from './libc.ts';

/** Whether several guests have the same ports. */
export interface PortSharing {
  /** Whether others may be bound to the same ports: the kernel deals out what comes between them. */
  isShared: boolean;
  /** Whether others are bound to them already; the first is bound alone, so that it notices when a port is not free. */
  joins: boolean;
}

/** An epoll engine whose sockets may have ports in common with other guests' of this process. Source: `man 7 socket`, SO_REUSEPORT. */
export class PortsEpollEngine extends EpollEngine {
  /** Clients that had been dealt to a listener before it was closed. */
  private readonly late = new Map<EpollSocket, EpollSocket[]>();

  constructor(
    options: EpollOptions,
    private readonly sharing: PortSharing,
  ) {
    super(options);
  }

  override bind(socket: EpollSocket, address: Address): number {
    const { isShared, joins } = this.sharing;
    if (isShared && joins && address.port !== 0) this.share(socket);
    const outcome = super.bind(socket, address);
    if (isShared && outcome >= 0) this.share(socket);
    return outcome;
  }

  override accept(listener: EpollSocket): EpollSocket | number {
    return this.late.get(listener)?.shift() ?? super.accept(listener);
  }

  /** The others take the clients that come from now on. Those that wait here already would be reset. */
  override stopListening(): void {
    for (const socket of this.sharing.isShared ? this.sockets : []) {
      if (!socket?.listening) continue;
      const late: EpollSocket[] = [];
      for (let next = super.accept(socket); typeof next !== 'number'; next = super.accept(socket))
        late.push(next);
      this.late.set(socket, late);
    }
    super.stopListening();
  }

  private share({ fd }: EpollSocket): void {
    this.writeOption(fd, libc.SOL_SOCKET, libc.SO_REUSEPORT, 1);
  }
}
