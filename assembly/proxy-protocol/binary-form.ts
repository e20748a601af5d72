import { IPV4, IPV6, SocketAddress } from '../net';
import { HeaderForm } from './header-form';
import {
  FAMILY_INET,
  FAMILY_INET6,
  FAMILY_UNIX,
  FAMILY_UNSPEC,
  INET6_BYTES,
  INET_BYTES,
  MAPPED_GROUP,
  PROTOCOL_DGRAM,
  PROTOCOL_STREAM,
  UNIX_BYTES,
  V2_FIXED_BYTES,
  V2_LOCAL,
  V2_PROXY,
  V2_SIGNATURE,
} from './signature';
import { TlvChecker } from './tlv-checker';

/** A header of version 2: binary (proxy-protocol.txt, section 2.2). However long it is, IPv6 addresses are the most that it keeps. */
export class BinaryForm extends HeaderForm {
  private length: i32 = 0;
  /** Where the addresses end. */
  private addressEnd: i32 = V2_FIXED_BYTES;
  private family: i32 = 0;
  private protocol: i32 = 0;
  /** The addresses in words of network order. */
  private words: StaticArray<u16> = new StaticArray<u16>(INET6_BYTES >> 1);
  private word: u16 = 0;
  private tlvs: TlvChecker = new TlvChecker();

  constructor() {
    super(V2_FIXED_BYTES);
  }

  take(byte: u8): void {
    const at = this.length++;
    this.neededBytes--;
    this.word = (this.word << 8) | byte;
    let isRight: bool = true;
    if (at < V2_FIXED_BYTES) isRight = this.checkFixed(at, byte);
    else if (at < min(this.addressEnd, V2_FIXED_BYTES + INET6_BYTES))
      this.words[(at - V2_FIXED_BYTES) >> 1] = this.word;
    if (at < this.addressEnd) this.tlvs.add(byte);
    else if (this.family != FAMILY_UNSPEC) isRight = this.tlvs.take(byte, this.neededBytes);
    if (this.neededBytes == 0 && this.family != FAMILY_UNSPEC) isRight = this.finish(isRight);
    if (!isRight) this.neededBytes = -1;
  }

  /** Whether all is right, at the end. */
  private finish(isRight: bool): bool {
    const isIp = this.family == FAMILY_INET || this.family == FAMILY_INET6;
    if (isIp && this.protocol == PROTOCOL_STREAM) {
      this.source = this.address(false);
      this.destination = this.address(true);
    }
    return isRight && this.tlvs.isRight;
  }

  /** Whether a byte of the fixed part may be what it is. */
  private checkFixed(at: i32, byte: i32): bool {
    if (at < V2_SIGNATURE.length) return byte == V2_SIGNATURE.charCodeAt(at);
    if (at == 12) {
      this.protocol = byte; // the command, until the protocol is there
      return byte == V2_LOCAL || byte == V2_PROXY;
    }
    if (at == 13) {
      const isLocal = this.protocol == V2_LOCAL; // then whatever follows means nothing
      this.family = isLocal ? FAMILY_UNSPEC : byte >> 4;
      this.protocol = byte & 15;
      return isLocal || (this.family <= FAMILY_UNIX && this.protocol <= PROTOCOL_DGRAM);
    }
    if (at == 14) return true;
    this.neededBytes = this.word;
    if (this.family == FAMILY_INET) this.addressEnd += INET_BYTES;
    else if (this.family == FAMILY_INET6) this.addressEnd += INET6_BYTES;
    else if (this.family == FAMILY_UNIX) this.addressEnd += UNIX_BYTES;
    return this.addressEnd <= V2_FIXED_BYTES + this.neededBytes;
  }

  /** Makes the source's address, or the destination's; one of IPv6 that stands for an IPv4 address becomes that. */
  private address(isDestination: bool): SocketAddress {
    const words = this.words;
    let isIpv4: bool = this.family == FAMILY_INET;
    const hostWords = isIpv4 ? 2 : 8;
    let start = isDestination ? hostWords : 0;
    const port = words[2 * hostWords + (isDestination ? 1 : 0)];
    if (!isIpv4 && this.isMapped(start)) {
      isIpv4 = true;
      start += 6;
    }
    const address = SocketAddress.unspecified(isIpv4 ? IPV4 : IPV6, port);
    const parts = address.parts;
    const count = isIpv4 ? 4 : 8;
    for (let i = 0; i < count; i++) {
      const group = words[start + (isIpv4 ? i >> 1 : i)];
      parts[i] = isIpv4 ? <u16>((group >> (<u16>((~i & 1) << 3))) & 0xff) : group;
    }
    return address;
  }

  private isMapped(start: i32): bool {
    for (let i = 0; i < 5; i++) if (this.words[start + i] != 0) return false;
    return this.words[start + 5] == MAPPED_GROUP;
  }
}
