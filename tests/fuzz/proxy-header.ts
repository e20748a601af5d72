/** PROXY headers, mostly right, and what must hold for all of them: another reader, written from the same text, says the same. */
import { isIPv4, isIPv6 } from 'node:net';
import { Random } from '../simulator/random.ts';
import { IPV4_ADDRESSES, IPV6_ADDRESSES, binary, crc32c, summed, tlv } from '../support/proxy-headers.ts';
import { type ProxyProtocol, loadProxyProtocol } from '../support/proxy-protocol.ts';
import type { Attempt } from './attempt.ts';

const MAX_LINE_BYTES = 107;
const FIXED_BYTES = 16;
const SIGNATURE = '\r\n\r\n\0\r\nQUIT\n';
const ADDRESS_BYTES = [0, 12, 36, 216];
const CRC32C = 3;
const HOSTS = [
  '192.0.2.1',
  '0.0.0.0',
  '255.255.255.255',
  '::',
  '::1',
  '2001:db8::1',
  '::ffff:10.0.0.1',
  '1:2:3:4:5:6:7:8',
];
const PORTS = ['0', '1', '443', '65535', '65536', '00', '080', ''];

function lineOf(random: Random): Buffer {
  const kind = random.pick(['TCP4', 'TCP4', 'TCP6', 'TCP6', 'UNKNOWN', 'UDP4']);
  const hosts = random.chance(0.8) ? HOSTS.filter((host) => host.includes(':') === (kind === 'TCP6')) : HOSTS;
  const ports = random.chance(0.8) ? PORTS.slice(0, 4) : PORTS;
  const fields = [random.pick(hosts), random.pick(hosts), random.pick(ports), random.pick(ports)];
  const isShort = kind === 'UNKNOWN' && random.chance(0.5);
  const end = random.chance(0.95) ? '\r\n' : random.pick(['\n', '\r', ' \r\n', '\n\r']);
  return Buffer.from(['PROXY', kind, ...(isShort ? [] : fields)].join(' ') + end);
}

function vectorOf(random: Random): Buffer {
  const value = Buffer.alloc(random.pick([0, 0, 1, 4, 5, 300]), random.int(0, 255));
  return tlv(random.int(0, 6), value, value.length + (random.chance(0.05) ? random.int(-1, 1) : 0) || 0);
}

function binaryOf(random: Random): Buffer {
  const command = random.chance(0.95) ? random.pick([0x21, 0x21, 0x20]) : random.int(0, 255);
  const family = random.chance(0.95) ? random.pick([0x11, 0x11, 0x21, 0x00, 0x31, 0x12]) : random.int(0, 255);
  const unix = Buffer.alloc(216);
  const addresses = [Buffer.alloc(0), IPV4_ADDRESSES, IPV6_ADDRESSES, unix][family >> 4] ?? unix;
  const vectors = Array.from({ length: random.int(0, 3) }, () => vectorOf(random));
  const rest = Buffer.concat([addresses, ...vectors]);
  if (random.chance(0.3)) return summed(command, family, rest, random.chance(0.2) ? 1 : 0);
  return binary(
    command,
    family,
    rest,
    Math.max(rest.length + (random.chance(0.1) ? random.int(-3, 3) : 0), 0),
  );
}

function inputOf(random: Random): Buffer {
  const header = random.chance(0.5) ? lineOf(random) : binaryOf(random);
  const data = Buffer.concat([header, Buffer.from(random.pick(['', 'x', 'GET / HTTP/1.1\r\n\r\n', '\r\n']))]);
  if (random.chance(0.3))
    for (let i = random.int(1, 3); i > 0; i--) data[random.int(0, data.length - 1)]! ^= 1 << random.int(0, 7);
  return random.chance(0.1) ? data.subarray(0, random.int(0, data.length)) : data;
}

/** Gives a host and a port as the core writes them, an IPv6 address that stands for IPv4 as IPv4. */
function addressOf(host: string, port: number): string {
  if (isIPv4(host)) return `${host}:${port}`;
  const { hostname } = new URL(`http://[${host}]`);
  const mapped = /^\[::ffff:([0-9a-f]+):([0-9a-f]+)\]$/.exec(hostname);
  if (!mapped) return `${hostname}:${port}`;
  const [high, low] = [parseInt(mapped[1]!, 16), parseInt(mapped[2]!, 16)];
  return `${high >> 8}.${high & 0xff}.${low >> 8}.${low & 0xff}:${port}`;
}

function readLine(text: string): string {
  const end = text.search(/\r\n/);
  const line = end < 0 ? text : text.slice(0, end);
  if (/[\r\n]/.test(end < 0 ? line.replace(/\r$/, '') : line)) return 'refused';
  if (!(line.startsWith('PROXY ') || 'PROXY '.startsWith(line))) return 'refused';
  if (end < 0) return text.length < MAX_LINE_BYTES ? 'more' : 'refused';
  if (end + 2 > MAX_LINE_BYTES) return 'refused';
  if (/^PROXY UNKNOWN( |$)/.test(line)) return String(end + 2);
  const match = /^PROXY TCP([46]) (\S+) (\S+) (0|[1-9]\d{0,4}) (0|[1-9]\d{0,4})$/.exec(line);
  if (!match) return 'refused';
  const [, family, source = '', destination = '', ...ports] = match;
  const isHost = family === '4' ? isIPv4 : (host: string): boolean => isIPv6(host) && isTaken(host);
  if (!isHost(source) || !isHost(destination) || ports.some((port) => Number(port) > 65535)) return 'refused';
  return `${end + 2} ${addressOf(source, Number(ports[0]))} ${addressOf(destination, Number(ports[1]))}`;
}

/** Whether the core takes an IPv6 address: without a scope, and with an IPv4 part only behind ::ffff:. */
function isTaken(host: string): boolean {
  return !host.includes('%') && (!host.includes('.') || /^::ffff:[\d.]+$/.test(host));
}

/** Whether vectors fill what is there, and the sum among them, if there is one, is right. */
function areVectorsRight(header: Buffer, start: number): boolean {
  let sumAt = 0;
  for (let at = start; at < header.length;) {
    if (at + 3 > header.length) return false;
    const next = at + 3 + header.readUInt16BE(at + 1);
    if (next > header.length) return false;
    if (header[at] === CRC32C) {
      if (sumAt > 0 || next !== at + 7) return false;
      sumAt = at + 3;
    }
    at = next;
  }
  if (sumAt === 0) return true;
  const sum = header.readUInt32BE(sumAt);
  const copy = Buffer.from(header);
  copy.writeUInt32BE(0, sumAt);
  return crc32c(copy) === sum;
}

function readBinary(data: Buffer): string {
  const [command = 0x20, family = 0] = data.subarray(12);
  const isLocal = command === 0x20;
  if (!SIGNATURE.startsWith(data.toString('latin1', 0, 12))) return 'refused';
  if (command !== 0x21 && !isLocal) return 'refused';
  const addressBytes = ADDRESS_BYTES[family >> 4];
  if (!isLocal && (addressBytes === undefined || (family & 15) > 2)) return 'refused';
  if (data.length < FIXED_BYTES) return 'more';
  const length = FIXED_BYTES + data.readUInt16BE(14);
  const means = !isLocal && family >> 4 > 0;
  if (means && length < FIXED_BYTES + addressBytes!) return 'refused';
  if (data.length < length) return means ? 'more or refused' : 'more'; // a wrong vector is found early
  const header = data.subarray(0, length);
  if (means && !areVectorsRight(header, FIXED_BYTES + addressBytes!)) return 'refused';
  if (!means || (family !== 0x11 && family !== 0x21)) return String(length);
  const ports = FIXED_BYTES + addressBytes! - 4;
  const hostBytes = (ports - FIXED_BYTES) / 2;
  const hosts = [FIXED_BYTES, FIXED_BYTES + hostBytes].map((at, i) => {
    const host = header.subarray(at, at + hostBytes);
    const text = hostBytes === 4 ? host.join('.') : host.toString('hex').replace(/(.{4})(?!$)/g, '$1:');
    return addressOf(text, header.readUInt16BE(ports + 2 * i));
  });
  return `${length} ${hosts.join(' ')}`;
}

function expected(data: Buffer): string {
  if (data.length === 0) return 'more';
  if (data[0] === 0x0d) return readBinary(data);
  return readLine(data.toString('latin1'));
}

/** Makes a header from a seed's chances and has it arrive in several ways; throws when something does not hold. Gives what came of it. */
export function fuzzProxyHeader(core: ProxyProtocol, random: Random): string {
  const data = inputOf(random);
  const told = JSON.stringify(data.toString('latin1'));
  core.load(data);
  const whole = core.read([data.length]);
  const wanted = expected(data);
  if (whole !== wanted && !(wanted === 'more or refused' && ['more', 'refused'].includes(whole)))
    throw new Error(`${told}: ${whole}, not ${wanted}`);
  const each = Array.from(data, (_, i) => i + 1);
  for (const cuts of [[], each, each.filter(() => random.chance(0.1)), [random.int(0, data.length)]]) {
    const other = core.read(cuts);
    if (other !== whole) throw new Error(`${told}, in pieces that end at ${cuts}: ${other}, not ${whole}`);
  }
  return whole;
}

/** Compiles the core. */
export async function prepare(): Promise<Attempt> {
  const core = await loadProxyProtocol();
  return (seed) => {
    try {
      fuzzProxyHeader(core, new Random(seed, 'proxy-header'));
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
}
