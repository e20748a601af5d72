import { Bytes, IPV4, SocketAddress } from '../net';
import { encodeText, formatNumber } from '../wasi';
import {
  FAMILY_INET,
  FAMILY_INET6,
  INET6_BYTES,
  INET_BYTES,
  MAPPED_GROUP,
  MAPPED_PREFIX,
  PROTOCOL_STREAM,
  PROXY_V1,
  V2_FIXED_BYTES,
  V2_LOCAL,
  V2_PROXY,
  V2_SIGNATURE,
} from './signature';

/**
 * Makes the header that tells an upstream who its client is: to be sent before anything else.
 *
 * `version`: PROXY_V1 or PROXY_V2. `source`: the client; `destination`: where the client has connected to. Where only one of the two is an
 * IPv4 address, it becomes an IPv6 address that stands for it (`::ffff:a.b.c.d`): a header has one family. Source: HAProxy's proxy-protocol.txt,
 * sections 2.1 and 2.2.
 */
export function proxyHeader(version: i32, source: SocketAddress, destination: SocketAddress): Bytes {
  const isIpv4 = source.family == IPV4 && destination.family == IPV4;
  if (version == PROXY_V1) {
    const hosts = hostOf(source, isIpv4) + ' ' + hostOf(destination, isIpv4) + ' ';
    const ports = formatNumber(source.port) + ' ' + formatNumber(destination.port) + '\r\n';
    return Bytes.of((isIpv4 ? 'PROXY TCP4 ' : 'PROXY TCP6 ') + hosts + ports);
  }
  const family = isIpv4 ? FAMILY_INET : FAMILY_INET6;
  const addressBytes = isIpv4 ? INET_BYTES : INET6_BYTES;
  const header = fixedPart(V2_PROXY, (family << 4) | PROTOCOL_STREAM, addressBytes);
  const between = V2_FIXED_BYTES + ((addressBytes - 4) >> 1);
  writeHost(header, V2_FIXED_BYTES, source, isIpv4);
  writeHost(header, between, destination, isIpv4);
  writeWord(header, header.length - 4, source.port);
  writeWord(header, header.length - 2, destination.port);
  return new Bytes(header, 0, header.length);
}

/**
 * Makes the header of a connection that is the proxy's own, such as a health check: LOCAL in version 2. In version 1 UNKNOWN, which stands
 * for no client: it is made before the connection has addresses (section 2.1).
 */
export function localProxyHeader(version: i32): Bytes {
  if (version == PROXY_V1) return Bytes.of('PROXY UNKNOWN\r\n');
  return new Bytes(fixedPart(V2_LOCAL, 0, 0), 0, V2_FIXED_BYTES);
}

/** Formats an IP address, without a scope: a header has no place for that. */
function hostOf(address: SocketAddress, isIpv4: bool): string {
  const copy = address.copy();
  copy.scopeId = 0;
  return !isIpv4 && address.family == IPV4 ? MAPPED_PREFIX + copy.host : copy.host;
}

function fixedPart(command: i32, familyAndProtocol: i32, addressBytes: i32): StaticArray<u8> {
  const header = new StaticArray<u8>(V2_FIXED_BYTES + addressBytes);
  encodeText(V2_SIGNATURE, header, 0);
  header[12] = <u8>command;
  header[13] = <u8>familyAndProtocol;
  writeWord(header, 14, <u16>addressBytes);
  return header;
}

function writeHost(header: StaticArray<u8>, start: i32, address: SocketAddress, isIpv4: bool): void {
  const parts = address.parts;
  let at = start;
  if (!isIpv4 && address.family == IPV4) {
    writeWord(header, start + 10, MAPPED_GROUP);
    at += 12;
  }
  if (address.family == IPV4) for (let i = 0; i < 4; i++) header[at + i] = <u8>parts[i];
  else for (let i = 0; i < 8; i++) writeWord(header, at + 2 * i, parts[i]);
}

/** Writes a number in network order. */
function writeWord(header: StaticArray<u8>, start: i32, value: u16): void {
  header[start] = <u8>(value >> 8);
  header[start + 1] = <u8>value;
}
