import type { Address } from '../engines/engine.ts';
import { AccessRule, RuleError, readName } from './access-rule.ts';
import { isSameAddress } from '../net/address-rules.ts';
import { withoutTrailingDot } from '../dns/host-name.ts';
import type { IpAddress } from '../net/ip-address.ts';

/** The rules of each permission as texts: `AccessRule`'s for listen and connect; names, `*.NAME` or `*` for resolve. */
export interface Grants {
  listen: readonly string[];
  connect: readonly string[];
  resolve: readonly string[];
}

/** A permission. */
export type Use = keyof Grants;

/** Called when a call was denied; `target`: an address, or a name to resolve. */
export type DeniedListener = (use: Use, target: Address | string) => void;

/**
 * What one guest may do with the network; the seam calls the checks. A name in a connect rule may be looked up too, and the guest may then
 * connect to its addresses.
 */
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
      throw new RuleError('port 0 can not be connected to: write a port, or * for any');
  }

  /** Whether the guest may listen there with TCP, or with a UDP socket that receives from any sender. */
  mayListen(address: Address): boolean {
    return this.mayListenAnywhere || this.listen.some((rule) => rule.allows(address));
  }

  /** Remembers the ephemeral port of a socket that was bound to port 0: a server may want it on its other addresses too. */
  learnPort(requested: Address, bound: Address | number): void {
    if (typeof bound === 'number' || requested.port !== 0) return;
    for (const rule of this.listen) if (rule.allows(requested)) rule.learnPort(bound.port);
  }

  /** Whether a socket that does not listen may be bound there: a guest with any connect rule may bind to an ephemeral port. */
  mayBindToConnect(address: Address): boolean {
    return address.port === 0 && this.connect.length > 0;
  }

  /** Whether the guest may connect or send datagrams there. */
  mayConnect(address: Address): boolean {
    if (this.mayConnectAnywhere) return true;
    if (this.lastConnected !== undefined && isSameAddress(this.lastConnected, address)) return true;
    if (!this.connect.some((rule) => rule.allows(address))) return false;
    this.lastConnected = { ...address, parts: [...address.parts] };
    return true;
  }

  /** Whether the guest may look up a name, which is in ASCII. */
  mayResolve(name: string): boolean {
    const ascii = withoutTrailingDot(name.toLowerCase());
    return (
      this.resolve.some((pattern) =>
        pattern.startsWith('*') ? ascii.endsWith(pattern.slice(1)) : ascii === pattern,
      ) || this.connect.some((rule) => rule.name === ascii)
    );
  }

  /** Remembers the addresses that a look-up gave, so that rules for the name allow them. */
  learn(name: string, addresses: readonly IpAddress[]): void {
    const ascii = withoutTrailingDot(name.toLowerCase());
    this.lastConnected = undefined; // the rule that allowed it may no longer do so
    for (const rule of this.connect) if (rule.name === ascii) rule.learn(addresses);
  }

  /** Reports that a call was denied. */
  denied(use: Use, target: Address | string): void {
    this.onDenied(use, target);
  }
}

/** Permits everything; for a host that is given no permissions. */
export const PERMIT_ALL = new Permissions({ listen: ['*'], connect: ['*'], resolve: ['*'] });

function readPattern(text: string): string {
  if (text === '*') return text;
  return text.startsWith('*.') ? `*.${readName(text.slice(2))}` : readName(text);
}
