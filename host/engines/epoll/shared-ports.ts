import type { Address } from '../engine.ts';
import type { SystemCalls } from './calls.ts';
import * as libc from './libc.ts';
import type { EpollSocket } from './socket.ts';

/** Whether several guests have the same ports. */
export interface PortSharing {
  /** Whether others may be bound to the same ports: the kernel deals out what comes between them. */
  isShared: boolean;
  /** Whether others are bound to them already; the first is bound alone, so that it notices when a port is not free. */
  joins: boolean;
}

/** Lets sockets have ports in common with other guests of this process. Source: `man 7 socket`, SO_REUSEPORT. */
export class SharedPorts {
  /** Clients that had been dealt to a listener before it was closed. */
  private readonly late = new Map<EpollSocket, EpollSocket[]>();

  constructor(
    private readonly calls: SystemCalls,
    private readonly sharing: PortSharing,
  ) {}

  bind(socket: EpollSocket, address: Address): number {
    const { isShared, joins } = this.sharing;
    if (isShared && joins && address.port !== 0) this.share(socket);
    const outcome = this.calls.bind(socket.fd, address);
    if (isShared && outcome >= 0) this.share(socket);
    return outcome;
  }

  /** Takes the clients that wait at a listener that closes: the others take those that come from now on, these would be reset. */
  takeOver(listener: EpollSocket, accept: () => EpollSocket | number): void {
    if (!this.sharing.isShared) return;
    const late: EpollSocket[] = [];
    for (let next = accept(); typeof next !== 'number'; next = accept()) late.push(next);
    this.late.set(listener, late);
  }

  /** Gives the next client that was taken over. */
  nextLate(listener: EpollSocket): EpollSocket | undefined {
    return this.late.get(listener)?.shift();
  }

  private share({ fd }: EpollSocket): void {
    this.calls.setOption(fd, libc.SOL_SOCKET, libc.SO_REUSEPORT, 1);
  }
}
