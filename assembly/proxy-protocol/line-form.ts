import { IPV4, IPV6, SocketAddress, parseDecimal, parseIpAddress } from '../net';
import { HeaderForm } from './header-form';
import { MAPPED_PREFIX, MIN_HEADER_BYTES } from './signature';

/** The longest line, its end included. */
const MAX_BYTES: i32 = 107;
const PREFIX: string = 'PROXY ';
const PREFIX_LENGTH: i32 = 6;
/** Where the addresses start, behind `PROXY TCP4 ` or `PROXY TCP6 `. */
const HOSTS_AT: i32 = 11;
/** How many spaces a line with addresses has. */
const SPACES: i32 = 5;
const SPACE: i32 = 0x20;
const LETTER_T: i32 = 0x54;
const CR: i32 = 0x0d;
const LF: i32 = 0x0a;

/** A header of version 1: a line (proxy-protocol.txt, section 2.1). */
export class LineForm extends HeaderForm {
  private text: string = '';
  private spaces: i32 = 0;

  constructor() {
    super(MIN_HEADER_BYTES);
  }

  take(byte: u8): void {
    const at = this.text.length;
    const isAfterCr = at > 0 && this.text.charCodeAt(at - 1) == CR;
    this.text += String.fromCharCode(byte);
    if (byte == SPACE) this.spaces++;
    const isInPrefix = at < PREFIX_LENGTH;
    if ((isInPrefix && byte != PREFIX.charCodeAt(at)) || isAfterCr != (byte == LF)) this.neededBytes = -1;
    else if (isAfterCr) this.neededBytes = this.parse() ? 0 : -1;
    else if (at + 1 == MAX_BYTES) this.neededBytes = -1;
    else if (--this.neededBytes < 2) this.neededBytes = (byte == CR ? 1 : 2) + this.neededFields;
  }

  /** How many bytes the fields that are missing have at least; what follows UNKNOWN may be anything. */
  private get neededFields(): i32 {
    const isForTcp = this.text.charCodeAt(PREFIX_LENGTH) == LETTER_T;
    return isForTcp ? 2 * max(SPACES - this.spaces, 0) : 0;
  }

  /** Whether the line is right. */
  private parse(): bool {
    const text = this.text;
    if (text.startsWith('PROXY UNKNOWN\r') || text.startsWith('PROXY UNKNOWN ')) return true;
    const isIpv4 = text.startsWith('PROXY TCP4 ');
    if ((!isIpv4 && !text.startsWith('PROXY TCP6 ')) || this.spaces != SPACES) return false;
    const family = isIpv4 ? IPV4 : IPV6;
    const second = text.indexOf(' ', HOSTS_AT) + 1;
    const third = text.indexOf(' ', second) + 1;
    const fourth = text.indexOf(' ', third) + 1;
    const source = parse(family, text.substring(HOSTS_AT, second - 1), text.substring(third, fourth - 1));
    const destination = parse(
      family,
      text.substring(second, third - 1),
      text.substring(fourth, text.length - 2),
    );
    this.source = source;
    this.destination = destination;
    return source != null && destination != null;
  }
}

/** Returns an address of the family, or of IPv4 where one of IPv6 is written as such; null: it is none. */
function parse(family: i32, host: string, portText: string): SocketAddress | null {
  const port = portText.length > 1 && portText.startsWith('0') ? -1 : parseDecimal(portText, 65535);
  const isMapped = family == IPV6 && host.startsWith(MAPPED_PREFIX) && host.includes('.');
  const address = parseIpAddress(isMapped ? host.substring(MAPPED_PREFIX.length) : host, <u16>port);
  return port >= 0 && address != null && address.family == (isMapped ? IPV4 : family) ? address : null;
}
