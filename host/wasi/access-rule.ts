/** One rule of a permission: `HOST:PORT`, as text and as a test of addresses. */
import { domainToASCII } from 'node:url';
import type { Address } from '../engines/engine.ts';
import { type IpAddress, parseIp } from './ip-text.ts';

const ANY_PORT = -1;
const MOST_PORT = 65_535;
/** Addresses that one name may stand for at a time: names that change theirs all the time must not fill the memory. */
const MOST_ADDRESSES = 256;
const RULE = /^(\*|\[[^\]]+\](?:\/\d+)?|[^:]+):(\d+|\*)$/;
/** `domainToASCII` would leave out what follows. */
const CUTS_OFF = /[/?#@\\]/;
const NAME = /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?$/;

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
    if (this.port > MOST_PORT) throw new RuleError('the port must be a number from 0 to 65535, or *');
    this.isAnyHost = host === '*';
    if (this.isAnyHost) return;
    const name = host.toLowerCase();
    const network = readNetwork(name);
    if (name === 'localhost') {
      for (const address of ['127.0.0.1', '::1']) this.networks.push(readNetwork(address)!);
    } else if (network !== undefined) this.networks.push(network);
    if (network === undefined) this.name = readName(host);
  }

  /** Whether it allows everything. */
  get isAll(): boolean {
    return this.isAnyHost && this.port === ANY_PORT;
  }

  allows(address: Address): boolean {
    const { port } = address;
    if (this.port !== ANY_PORT && this.port !== port && !this.foundPorts.has(port)) return false;
    if (this.isAnyHost || this.networks.some((network) => isWithin(address, network))) return true;
    return this.learned.size > 0 && this.learned.has(keyOf(address));
  }

  /** Learns which port the system gave where any was asked for: it can then be had on the rule's other addresses too. */
  learnPort(port: number): void {
    if (this.port === 0) this.foundPorts.add(port);
  }

  /** Learns what the name stands for. */
  learn(addresses: readonly IpAddress[]): void {
    if (this.learned.size + addresses.length > MOST_ADDRESSES) this.learned.clear();
    for (const address of addresses) this.learned.add(keyOf(address));
  }
}

/** A text that two addresses share only if they are the same, whatever their ports. */
export function keyOf({ parts }: IpAddress): string {
  return parts.join('.'); // four parts or eight
}

/** Gives a name as it is looked up: in ASCII, in small letters, without a last dot. Throws RuleError when it can be none. */
export function readName(text: string): string {
  const name = CUTS_OFF.test(text) ? '' : domainToASCII(text).replace(/\.$/, '');
  if (NAME.test(name)) return name;
  throw new RuleError('expected an IP address (IPv6 in brackets), a name or *');
}

function readNetwork(text: string): Network | undefined {
  const [host, bits] = text.split('/') as [string, string?];
  const address = parseIp(host.replace(/^\[(.*:.*)\]$/, '$1'));
  if (address === undefined) return undefined;
  const most = address.family === 4 ? 32 : 128;
  const count = bits === undefined ? most : Number(bits);
  if (!(count <= most)) throw new RuleError(`a network has at most ${most} bits`);
  return { address, bits: count };
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
