/** What a guest may do with the network. All checks are made here, called at the seam. */
import type { Address } from '../engines/engine.ts';
import { AccessRule, RuleError, readName } from './access-rule.ts';
import { isSameAddress } from '../net/address-rules.ts';
import { withoutLastDot } from '../dns/host-name.ts';
import type { IpAddress } from '../net/ip-address.ts';

/** Rules as text: see `AccessRule`; names may begin with `*.`, and `*` stands for all. */
export interface Grants {
  listen: readonly string[];
  connect: readonly string[];
  resolve: readonly string[];
}

/** What a permission is for. */
export type Use = keyof Grants;

/** Learns of calls that were denied. */
export type DeniedListener = (use: Use, target: Address | string) => void;

/** Holds the rules of one guest. A name that may be connected to may be looked up too, and leads to what it then stands for. */
export class Permissions {
  private readonly listen: AccessRule[];
  private readonly connect: AccessRule[];
  private readonly resolve: string[];
  private readonly mayListenAnywhere: boolean;
  private readonly mayConnectAnywhere: boolean;
  private lastConnected: Address | undefined;

  /** Throws RuleError. */
  constructor(
    grants: Grants,
    private readonly onDenied: DeniedListener = () => {},
  ) {
    this.listen = grants.listen.map((text) => new AccessRule(text));
    this.connect = grants.connect.map((text) => new AccessRule(text));
    this.resolve = grants.resolve.map(readPattern);
    this.mayListenAnywhere = this.listen.some(({ isAll }) => isAll);
    this.mayConnectAnywhere = this.connect.some(({ isAll }) => isAll);
    if (this.listen.some(({ name, isLocalhost }) => name !== undefined && !isLocalhost))
      throw new RuleError(
        'only an IPv4 address, an IPv6 address in brackets, localhost or * can be listened on',
      );
    if (this.connect.some(({ port }) => port === 0))
      throw new RuleError('nothing can be connected to at port 0: name a port, or * for any');
  }

  /** Whether it may listen there: a TCP listener, or a UDP socket that anybody may write to. */
  mayListen(address: Address): boolean {
    return this.mayListenAnywhere || this.listen.some((rule) => rule.allows(address));
  }

  /** Learns where a socket that asked for any port was bound: a server may want the same port on its other addresses. */
  found(asked: Address, bound: Address | number): void {
    if (typeof bound === 'number' || asked.port !== 0) return;
    for (const rule of this.listen) if (rule.allows(asked)) rule.learnPort(bound.port);
  }

  /** Whether a socket may be bound there that does not listen: to any free port, by a guest that may connect somewhere. */
  mayBindToConnect(address: Address): boolean {
    return address.port === 0 && this.connect.length > 0;
  }

  /** Whether it may connect or send a datagram there. */
  mayConnect(address: Address): boolean {
    if (this.mayConnectAnywhere) return true;
    if (this.lastConnected !== undefined && isSameAddress(this.lastConnected, address)) return true;
    if (!this.connect.some((rule) => rule.allows(address))) return false;
    this.lastConnected = { ...address, parts: [...address.parts] };
    return true;
  }

  /** Whether it may look a name up, which is in ASCII. */
  mayResolve(name: string): boolean {
    const plain = withoutLastDot(name.toLowerCase());
    return (
      this.resolve.some((pattern) =>
        pattern.startsWith('*') ? plain.endsWith(pattern.slice(1)) : plain === pattern,
      ) || this.connect.some((rule) => rule.name === plain)
    );
  }

  /** Learns what a name stands for, so that rules with names hold for its addresses. */
  learn(name: string, addresses: readonly IpAddress[]): void {
    const plain = withoutLastDot(name.toLowerCase());
    this.lastConnected = undefined; // the rule that allowed it may forget it now
    for (const rule of this.connect) if (rule.name === plain) rule.learn(addresses);
  }

  /** Says that a call was denied. */
  denied(use: Use, target: Address | string): void {
    this.onDenied(use, target);
  }
}

/** Permits everything: for a host that is given no permissions. */
export const PERMIT_ALL = new Permissions({ listen: ['*'], connect: ['*'], resolve: ['*'] });

function readPattern(text: string): string {
  if (text === '*') return text;
  return text.startsWith('*.') ? `*.${readName(text.slice(2))}` : readName(text);
}
