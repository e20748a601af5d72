import { WOULD_BLOCK } from '../outcome.ts';
import type { Address } from '../engine.ts';
import type { SystemCalls } from './calls.ts';
import * as libc from './libc.ts';
import type { EpollSocket } from './socket.ts';

/** The most clients that are saved from one listener: about a backlog, however fast new ones come. */
const MAX_SAVED = 4096;

/** Whether several guests listen on the same ports. */
export interface PortSharing {
  /** Whether other guests may be bound to the same ports: the kernel then distributes clients among them. */
  isShared: boolean;
  /** Whether other guests are bound already. The first guest binds exclusively, so that it fails if a port is not free. */
  joins: boolean;
}

/** Lets guests of this process listen on the same ports. Source: `man 7 socket`, SO_REUSEPORT. */
export class SharedPorts {
  /** By listener: clients that the kernel had given to it when it was closed. */
  private readonly saved = new Map<EpollSocket, EpollSocket[]>();

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

  /** Accepts the clients that wait at a listener before it is closed: closing would reset them. New clients go to other guests. */
  saveClients(listener: EpollSocket, accept: () => EpollSocket | number): void {
    if (!this.sharing.isShared) return;
    const clients: EpollSocket[] = [];
    while (clients.length < MAX_SAVED) {
      const next = accept();
      if (typeof next === 'number') break;
      clients.push(next);
    }
    this.saved.set(listener, clients);
  }

  /** Gives the next client that was saved when its listener was closed; after the last one `outcome`. */
  acceptSaved(listener: EpollSocket, outcome: number): EpollSocket | number {
    const client = this.saved.get(listener)?.shift();
    if (outcome === WOULD_BLOCK) listener.readable = this.hasSaved(listener);
    return client ?? outcome;
  }

  /** Whether clients are left that were saved when the listener was closed. */
  hasSaved(listener: EpollSocket): boolean {
    return (this.saved.get(listener)?.length ?? 0) > 0;
  }

  /** Whether any listener has clients left that were saved. */
  get hasClients(): boolean {
    return [...this.saved.values()].some(({ length }) => length > 0);
  }

  private share({ fd }: EpollSocket): void {
    this.calls.setOption(fd, libc.SOL_SOCKET, libc.SO_REUSEPORT, 1);
  }
}
