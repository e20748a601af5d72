import type { Address } from '../engines/engine.ts';
import { keyOf } from './access-rule.ts';
import { isSameAddress } from '../net/address-rules.ts';
import type { Permissions } from './permissions.ts';

/** The senders of one generation. Two generations are kept: a sender is forgotten after 8,192 to 16,384 others have sent. */
const MAX_SENDERS = 8192;

/**
 * Decides which addresses a UDP socket may exchange datagrams with. Every socket may send to and receive from the addresses that its guest
 * may connect to. A socket that may listen also receives from any sender, and may send to those it received from.
 */
export class UdpAccess {
  /** Whether the address that it was bound to may be listened on. */
  mayListen = false;
  private senders = new Set<string>();
  private olderSenders = new Set<string>();
  private lastSender: Address | undefined;

  constructor(private readonly permissions: Permissions) {}

  /** Whether the socket may be bound there; a denial is reported. */
  mayBind(address: Address): boolean {
    this.mayListen = this.permissions.mayListen(address);
    if (this.mayListen || this.permissions.mayBindToConnect(address)) return true;
    this.permissions.denied('listen', address);
    return false;
  }

  /** Remembers the ephemeral port of a socket that was bound to port 0. */
  learnPort(requested: Address, bound: Address | number): void {
    this.permissions.learnPort(requested, bound);
  }

  /** Whether the socket may send there; a denial is reported. */
  maySend(to: Address): boolean {
    if (this.permissions.mayConnect(to) || this.hasReceivedFrom(to)) return true;
    this.permissions.denied('connect', to);
    return false;
  }

  /** Whether the guest may receive a datagram from that sender; a sender that it may answer is remembered. */
  mayReceive(from: Address): boolean {
    if (this.permissions.mayConnect(from)) return true;
    if (this.mayListen) this.remember(from);
    return this.mayListen;
  }

  private hasReceivedFrom(to: Address): boolean {
    if (this.lastSender !== undefined && isSameAddress(this.lastSender, to)) return true;
    const key = senderKey(to);
    return this.senders.has(key) || this.olderSenders.has(key);
  }

  private remember(from: Address): void {
    if (this.lastSender !== undefined && isSameAddress(this.lastSender, from)) return;
    this.lastSender = { ...from, parts: [...from.parts] };
    this.senders.add(senderKey(from));
    if (this.senders.size < MAX_SENDERS) return;
    this.olderSenders = this.senders;
    this.senders = new Set();
  }
}

function senderKey(address: Address): string {
  return `${keyOf(address)} ${address.port} ${address.scopeId}`;
}
