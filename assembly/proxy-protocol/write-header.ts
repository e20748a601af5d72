import { Bytes, IPV4, IPV6, SocketAddress } from '../net';
import { copyBytes, formatNumber } from '../wasi';
import {
  COMMAND_LOCAL,
  COMMAND_PROXY,
  FAMILY_INET,
  FAMILY_INET6,
  FAMILY_UNSPEC,
  PROTOCOL_STREAM,
  PROXY_V1,
  V2_FIXED_BYTES,
  V2_SIGNATURE,
  V2_VERSION,
  addressBytesOf,
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
  const from = isIpv4 ? source : inIpv6(source);
  const to = isIpv4 ? destination : inIpv6(destination);
  if (version == PROXY_V1) return Bytes.of((isIpv4 ? 'PROXY TCP4 ' : 'PROXY TCP6 ') + lineOf(from, to));
  const family = isIpv4 ? FAMILY_INET : FAMILY_INET6;
  const header = fixedPart(COMMAND_PROXY, family | PROTOCOL_STREAM, addressBytesOf(family));
  const hostBytes = isIpv4 ? 4 : 16;
  writeHost(header, V2_FIXED_BYTES, from);
  writeHost(header, V2_FIXED_BYTES + hostBytes, to);
  writeWord(header, V2_FIXED_BYTES + 2 * hostBytes, from.port);
  writeWord(header, V2_FIXED_BYTES + 2 * hostBytes + 2, to.port);
  return new Bytes(header, 0, header.length);
}

/** Makes the header of a connection that is the proxy's own, such as a health check: UNKNOWN in version 1, LOCAL in version 2. */
export function localProxyHeader(version: i32): Bytes {
  if (version == PROXY_V1) return Bytes.of('PROXY UNKNOWN\r\n');
  return new Bytes(fixedPart(COMMAND_LOCAL, FAMILY_UNSPEC, 0), 0, V2_FIXED_BYTES);
}

function lineOf(from: SocketAddress, to: SocketAddress): string {
  return from.host + ' ' + to.host + ' ' + formatNumber(from.port) + ' ' + formatNumber(to.port) + '\r\n';
}

/** Makes a copy without a scope, which a header has no place for; an IPv4 address becomes the IPv6 address that stands for it. */
function inIpv6(address: SocketAddress): SocketAddress {
  const copy = SocketAddress.unspecified(IPV6, address.port);
  const parts = copy.parts;
  for (let i = 0; i < 8; i++) parts[i] = address.parts[i];
  if (address.family == IPV6) return copy;
  parts[6] = (parts[0] << 8) | parts[1];
  parts[7] = (parts[2] << 8) | parts[3];
  for (let i = 0; i < 5; i++) parts[i] = 0;
  parts[5] = 0xffff;
  return copy;
}

function fixedPart(command: i32, familyAndProtocol: i32, addressBytes: i32): StaticArray<u8> {
  const header = new StaticArray<u8>(V2_FIXED_BYTES + addressBytes);
  copyBytes(V2_SIGNATURE.buffer, 0, header, 0, V2_SIGNATURE.length);
  header[12] = <u8>(V2_VERSION | command);
  header[13] = <u8>familyAndProtocol;
  writeWord(header, 14, <u16>addressBytes);
  return header;
}

function writeHost(header: StaticArray<u8>, start: i32, address: SocketAddress): void {
  const parts = address.parts;
  if (address.family == IPV4) for (let i = 0; i < 4; i++) header[start + i] = <u8>parts[i];
  else for (let i = 0; i < 8; i++) writeWord(header, start + 2 * i, parts[i]);
}

/** Writes a number in network order. */
function writeWord(header: StaticArray<u8>, start: i32, value: u16): void {
  header[start] = <u8>(value >> 8);
  header[start + 1] = <u8>value;
}
