import type { Address } from '../engines/engine.ts';
import { asciiName, withoutTrailingDot } from '../dns/host-name.ts';
import { type IpAddress, formatIp, parseIp, unmapped } from '../net/ip-address.ts';

const ANY_PORT = -1;
const MAX_PORT = 65_535;
/** Addresses remembered for one name: a name whose addresses keep changing must not fill the memory. */
const MAX_ADDRESSES = 256;
/** Ephemeral ports remembered for one rule. */
const MAX_EPHEMERAL_PORTS = 256;
const RULE = /^(\*|\[[^\]]+\](?:\/[^:]*)?|[^:]+):(\d{1,5}|\*)$/;
const BITS = /^(?:0|[1-9]\d{0,2})$/;
/** Labels of letters, digits, - and _, separated by dots. */
const NAME = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/;

/** The addresses whose first `bits` bits equal those of `address`. */
interface Network {
  address: IpAddress;
  bits: number;
}

/** A text is not a valid rule. The message says why; callers print it after the text. */
export class RuleError extends Error {
  override name = 'RuleError';
}

/**
 * One rule of a permission, `HOST:PORT`. HOST: an IPv4 address, an IPv6 address in brackets, either with `/BITS` for a network,
 * `localhost` for 127.0.0.1 and ::1, a name, or `*`. PORT: a number or `*`. `*` alone means `*:*`.
 *
 * Ambiguous texts and those that could never match are rejected: a network whose address has bits set after the first BITS, an
 * IPv4-mapped address, a zone, and an IPv4 address not written as four decimal numbers. IPv6 addresses match on every interface.
 */
export class AccessRule {
  readonly port: number;
  /** The name that the rule is for: it allows the addresses that look-ups last gave. */
  readonly name: string | undefined;
  private readonly isAnyHost: boolean;
  private readonly networks: Network[] = [];
  private readonly learned = new Set<string>();
  private readonly ephemeralPorts = new Set<number>();

  /** Throws RuleError. */
  constructor(text: string) {
    const match = RULE.exec(text === '*' ? '*:*' : text);
    if (match === null)
      throw new RuleError('expected HOST:PORT, such as 127.0.0.1:9001, [::1]:9001 or *:443');
    const [, host, port] = match as unknown as [string, string, string];
    this.port = port === '*' ? ANY_PORT : Number(port);
    if (this.port > MAX_PORT) throw new RuleError('the port must be a number from 0 to 65535, or *');
    this.isAnyHost = host === '*';
    if (this.isAnyHost) return;
    const network = readNetwork(host);
    if (network !== undefined) this.networks.push(network);
    else this.name = readName(host);
    if (this.isLocalhost)
      for (const address of ['127.0.0.1', '[::1]']) this.networks.push(readNetwork(address)!);
  }

  /** Whether the rule allows every address. */
  get isAll(): boolean {
    return this.isAnyHost && this.port === ANY_PORT;
  }

  /** Whether the rule is for `localhost`, which means 127.0.0.1 and ::1 whatever a look-up gives. */
  get isLocalhost(): boolean {
    return this.name === 'localhost';
  }

  allows(address: Address): boolean {
    if (!this.allowsPort(address.port)) return false;
    if (this.isAnyHost || this.networks.some((network) => isWithin(address, network))) return true;
    return this.learned.size > 0 && this.learned.has(keyOf(address));
  }

  /** Remembers an ephemeral port, so that a rule for port 0 allows it on its other addresses too. */
  learnPort(port: number): void {
    if (this.port !== 0) return;
    this.ephemeralPorts.add(port);
    if (this.ephemeralPorts.size <= MAX_EPHEMERAL_PORTS) return;
    const [oldest] = this.ephemeralPorts;
    this.ephemeralPorts.delete(oldest!);
  }

  /** Remembers the addresses of the rule's name. */
  learn(addresses: readonly IpAddress[]): void {
    if (this.isLocalhost) return;
    const added = addresses.slice(0, MAX_ADDRESSES);
    if (this.learned.size + added.length > MAX_ADDRESSES) this.learned.clear();
    for (const address of added) this.learned.add(keyOf(address));
  }

  private allowsPort(port: number): boolean {
    if (this.port === ANY_PORT || this.port === port) return true;
    return this.port === 0 && this.ephemeralPorts.has(port);
  }
}

/** Gives a text that is equal for two addresses exactly if they are equal, without their ports. */
export function keyOf({ parts }: IpAddress): string {
  return parts.join('.'); // IPv4 has four parts, IPv6 eight
}

/** Converts a name to the form that is looked up: lower-case ASCII without a trailing dot. Throws RuleError if it is not a name. */
export function readName(text: string): string {
  const name = withoutTrailingDot(asciiName(text));
  if (parseIp(name) !== undefined)
    throw new RuleError(`it means the address ${name}, which is not a name: write that address instead`);
  if (NAME.test(name)) return name;
  throw new RuleError('expected an IP address (IPv6 in brackets), a name or *');
}

function readNetwork(text: string): Network | undefined {
  const slash = text.indexOf('/');
  const host = slash < 0 ? text : text.slice(0, slash);
  const isBracketed = host.startsWith('[');
  const address = parseIp(isBracketed ? host.slice(1, -1) : host);
  if (address === undefined || isBracketed !== (address.family === 6)) return undefined;
  if (host.includes('%'))
    throw new RuleError('a rule can have no zone: without one, the address matches on every interface');
  const size = address.family === 4 ? 32 : 128;
  const bits = slash < 0 ? size : readBits(text.slice(slash + 1), size);
  const network = { ...address, parts: masked(address, bits) };
  if (keyOf(network) !== keyOf(address))
    throw new RuleError(
      `${formatIp(address)} has bits set after the first ${bits}: write ${formatIp(network)} with /${bits} for the network, or no /BITS`,
    );
  const ipv4 = unmapped(address);
  if (ipv4 !== address)
    throw new RuleError(
      `IPv4-mapped addresses are not used: write ${formatIp(ipv4)}${slash < 0 ? '' : `/${bits - 96}`}`,
    );
  return { address, bits };
}

function readBits(text: string, max: number): number {
  if (BITS.test(text) && Number(text) <= max) return Number(text);
  throw new RuleError(`the bits of the network must be a number from 0 to ${max}`);
}

/** Gives the parts of an address with all bits after the first `bits` cleared. */
function masked({ family, parts }: IpAddress, bits: number): number[] {
  const size = family === 4 ? 8 : 16;
  return parts.map((part, i) => {
    const dropped = Math.min(Math.max((i + 1) * size - bits, 0), size);
    return (part >> dropped) << dropped;
  });
}

function isWithin({ family, parts }: Address, { address, bits }: Network): boolean {
  if (family !== address.family) return false;
  const size = family === 4 ? 8 : 16;
  for (let i = 0, rest = bits; rest > 0; i++, rest -= size) {
    const dropped = Math.max(size - rest, 0);
    if (parts[i]! >> dropped !== address.parts[i]! >> dropped) return false;
  }
  return true;
}
