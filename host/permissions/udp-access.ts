import type { Address } from '../engines/engine.ts';
import { keyOf } from './access-rule.ts';
import { isSameAddress } from '../net/address-rules.ts';
import type { Permissions } from './permissions.ts';

/** Who wrote is remembered until so many others have, and at most until twice as many have. */
const REMEMBERED = 8192;

/**
 * Whom a UDP socket may exchange datagrams with: it may write where its guest may connect to, and answer who wrote to it if it may
 * listen; one that may not hears only those whom it may write to.
 */
export class UdpAccess {
  /** Whether the address that it was bound to may be listened on. */
  mayListen = false;
  private writers = new Set<string>();
  private olderWriters = new Set<string>();
  private lastWriter: Address | undefined;

  constructor(private readonly permissions: Permissions) {}

  /** Whether it may be bound there; the program is told when not. */
  mayBind(address: Address): boolean {
    this.mayListen = this.permissions.mayListen(address);
    if (this.mayListen || this.permissions.mayBindToConnect(address)) return true;
    this.permissions.denied('listen', address);
    return false;
  }

  /** Learns where it was bound. */
  bound(asked: Address, bound: Address | number): void {
    this.permissions.found(asked, bound);
  }

  /** Whether it may send there; the program is told when not. */
  maySend(to: Address): boolean {
    if (this.permissions.mayConnect(to) || this.hasWritten(to)) return true;
    this.permissions.denied('connect', to);
    return false;
  }

  /** Whether a datagram that has come may be seen; who may be answered is remembered. */
  mayReceive(from: Address): boolean {
    if (this.permissions.mayConnect(from)) return true;
    if (this.mayListen) this.remember(from);
    return this.mayListen;
  }

  private hasWritten(to: Address): boolean {
    if (this.lastWriter !== undefined && isSameAddress(this.lastWriter, to)) return true;
    const key = writerKey(to);
    return this.writers.has(key) || this.olderWriters.has(key);
  }

  private remember(from: Address): void {
    if (this.lastWriter !== undefined && isSameAddress(this.lastWriter, from)) return;
    this.lastWriter = { ...from, parts: [...from.parts] };
    this.writers.add(writerKey(from));
    if (this.writers.size < REMEMBERED) return;
    this.olderWriters = this.writers;
    this.writers = new Set();
  }
}

function writerKey(address: Address): string {
  return `${keyOf(address)} ${address.port} ${address.scopeId}`;
}
