/** The text form of the PROXY protocol: one line. */
export const PROXY_V1: i32 = 1;
/** The binary form of the PROXY protocol. */
export const PROXY_V2: i32 = 2;

/** The bytes of the shortest header of both versions: the line `PROXY UNKNOWN`, with its end. */
export const MIN_HEADER_BYTES: i32 = 15;

/** What a header of version 2 begins with (proxy-protocol.txt, section 2.2). */
export const V2_SIGNATURE: string = '\r\n\r\n\0\r\nQUIT\n';
/** The bytes of a header of version 2 before its addresses: signature, version and command, family and protocol, length. */
export const V2_FIXED_BYTES: i32 = 16;

/** The 13th byte: version 2, and the proxy's own connection, such as a health check. */
export const V2_LOCAL: i32 = 0x20;
/** The 13th byte: version 2, and a client's connection. */
export const V2_PROXY: i32 = 0x21;

/** The 14th byte, in its upper four bits: addresses are left out. */
export const FAMILY_UNSPEC: i32 = 0;
/** IPv4 addresses. */
export const FAMILY_INET: i32 = 1;
/** IPv6 addresses. */
export const FAMILY_INET6: i32 = 2;
/** Paths of Unix sockets. */
export const FAMILY_UNIX: i32 = 3;
/** The 14th byte, in its lower four bits: TCP, or a Unix stream. */
export const PROTOCOL_STREAM: i32 = 1;
/** UDP, or Unix datagrams. */
export const PROTOCOL_DGRAM: i32 = 2;

/** The bytes of two IPv4 addresses with their ports. */
export const INET_BYTES: i32 = 12;
/** The bytes of two IPv6 addresses with their ports. */
export const INET6_BYTES: i32 = 36;
/** The bytes of two paths of Unix sockets. */
export const UNIX_BYTES: i32 = 216;

/** How IPv6 addresses begin that stand for IPv4 addresses (RFC 4291, section 2.5.5.2). */
export const MAPPED_PREFIX: string = '::ffff:';
/** Their sixth group; those before are 0. */
export const MAPPED_GROUP: u16 = 0xffff;
