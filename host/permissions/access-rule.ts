/** One rule of a permission: `HOST:PORT`, as text and as a test of addresses. */
import type { Address } from '../engines/engine.ts';
import { asciiName, withoutLastDot } from '../dns/host-name.ts';
import { type IpAddress, formatIp, parseIp, unmapped } from '../net/ip-address.ts';

const ANY_PORT = -1;
const MAX_PORT = 65_535;
/** Addresses that one name may stand for at a time: names that change theirs all the time must not fill the memory. */
const MAX_ADDRESSES = 256;
/** Ports that the system gave, and that are remembered for a rule. */
const MAX_FOUND_PORTS = 256;
const RULE = /^(\*|\[[^\]]+\](?:\/[^:]*)?|[^:]+):(\d{1,5}|\*)$/;
const BITS = /^(?:0|[1-9]\d{0,2})$/;
/** Labels between dots. */
const NAME = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/;

/** Addresses that begin alike. */
interface Network {
  address: IpAddress;
  bits: number;
}

/** A text is no rule; the message says why, in words that follow the text. */
export class RuleError extends Error {
  override name = 'RuleError';
}

/**
 * Reads `HOST:PORT`. HOST: an IPv4 address, an IPv6 address in brackets, either with `/BITS` for a network, `localhost` for 127.0.0.1
 * and ::1, a name, or `*`; PORT: a number or `*`; `*` alone stands for `*:*`. Throws RuleError.
 *
 * A text that could be read in two ways, or that could never match, is refused: a network whose address goes beyond its bits, an
 * IPv4-mapped address, a zone, and IPv4 addresses written otherwise than as four decimal numbers. IPv6 addresses match on every interface.
 */
export class AccessRule {
  readonly port: number;
  /** The name whose addresses are meant: those that it was last seen to have. */
  readonly name: string | undefined;
  private readonly isAnyHost: boolean;
  private readonly networks: Network[] = [];
  private readonly learned = new Set<string>();
  private readonly foundPorts = new Set<number>();

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

  /** Whether it allows everything. */
  get isAll(): boolean {
    return this.isAnyHost && this.port === ANY_PORT;
  }

  /** Whether it is for `localhost`, which stands for 127.0.0.1 and ::1 whatever a look-up says. */
  get isLocalhost(): boolean {
    return this.name === 'localhost';
  }

  allows(address: Address): boolean {
    if (!this.allowsPort(address.port)) return false;
    if (this.isAnyHost || this.networks.some((network) => isWithin(address, network))) return true;
    return this.learned.size > 0 && this.learned.has(keyOf(address));
  }

  /** Learns which port the system gave where any was asked for: it can then be had on the rule's other addresses too. */
  learnPort(port: number): void {
    if (this.port !== 0) return;
    this.foundPorts.add(port);
    if (this.foundPorts.size <= MAX_FOUND_PORTS) return;
    const [oldest] = this.foundPorts;
    this.foundPorts.delete(oldest!);
  }

  /** Learns what the name stands for. */
  learn(addresses: readonly IpAddress[]): void {
    if (this.isLocalhost) return;
    const taken = addresses.slice(0, MAX_ADDRESSES);
    if (this.learned.size + taken.length > MAX_ADDRESSES) this.learned.clear();
    for (const address of taken) this.learned.add(keyOf(address));
  }

  private allowsPort(port: number): boolean {
    if (this.port === ANY_PORT || this.port === port) return true;
    return this.port === 0 && this.foundPorts.has(port);
  }
}

/** A text that two addresses share only if they are the same, whatever their ports. */
export function keyOf({ parts }: IpAddress): string {
  return parts.join('.'); // four parts or eight
}

/** Gives a name as it is looked up: in ASCII, in small letters, without a last dot. Throws RuleError when it can be none. */
export function readName(text: string): string {
  const name = withoutLastDot(asciiName(text));
  if (parseIp(name) !== undefined)
    throw new RuleError(
      `it stands for the address ${name}, which is no name: write the address to connect to`,
    );
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
    throw new RuleError('a rule can have no zone: leave it out, the address then holds on every interface');
  const size = address.family === 4 ? 32 : 128;
  const bits = slash < 0 ? size : readBits(text.slice(slash + 1), size);
  const first = { ...address, parts: masked(address, bits) };
  if (keyOf(first) !== keyOf(address))
    throw new RuleError(
      `${formatIp(address)} goes beyond ${bits} bits: write ${formatIp(first)} with /${bits} for the network, or no /BITS`,
    );
  const plain = unmapped(address);
  if (plain !== address)
    throw new RuleError(
      `IPv4-mapped addresses are not used: write ${formatIp(plain)}${slash < 0 ? '' : `/${bits - 96}`}`,
    );
  return { address, bits };
}

function readBits(text: string, most: number): number {
  if (BITS.test(text) && Number(text) <= most) return Number(text);
  throw new RuleError(`the bits of the network must be a number from 0 to ${most}`);
}

/** Gives the parts of the first address of a network. */
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
