import { Bytes } from '../net';

/** The text form of the PROXY protocol: one line. */
export const PROXY_V1: i32 = 1;
/** The binary form of the PROXY protocol. */
export const PROXY_V2: i32 = 2;

/** What a header of version 2 begins with (proxy-protocol.txt, section 2.2). */
export const V2_SIGNATURE: Bytes = Bytes.of('\r\n\r\n\0\r\nQUIT\n');
/** The bytes of a header of version 2 before its addresses: signature, version and command, family and protocol, length. */
export const V2_FIXED_BYTES: i32 = 16;

/** The upper four bits of the 13th byte: version 2. */
export const V2_VERSION: i32 = 0x20;
/** A command: the proxy's own connection, such as a health check. */
export const COMMAND_LOCAL: i32 = 0;
/** A command: a client's connection. */
export const COMMAND_PROXY: i32 = 1;

/** The upper four bits of the 14th byte: addresses are left out. */
export const FAMILY_UNSPEC: i32 = 0x00;
/** IPv4 addresses. */
export const FAMILY_INET: i32 = 0x10;
/** IPv6 addresses. */
export const FAMILY_INET6: i32 = 0x20;
/** Paths of Unix sockets. */
export const FAMILY_UNIX: i32 = 0x30;
/** The lower four bits of the 14th byte: TCP, or a Unix stream. */
export const PROTOCOL_STREAM: i32 = 1;
/** UDP, or Unix datagrams. */
export const PROTOCOL_DGRAM: i32 = 2;

/** Returns how many bytes the addresses of a family take, ports included; -1: there is no such family. */
export function addressBytesOf(family: i32): i32 {
  if (family == FAMILY_UNSPEC) return 0;
  if (family == FAMILY_INET) return 12;
  if (family == FAMILY_INET6) return 36;
  return family == FAMILY_UNIX ? 216 : -1;
}
