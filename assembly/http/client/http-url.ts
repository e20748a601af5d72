import { INVALID_ARGUMENT, NOT_SUPPORTED, parseDecimal, parseIpAddress } from '../../net';
import { CLASSES, TARGET, isDigit, lowerCase } from '../tokens';
import { resolveReference } from './reference';

/** `http://`. */
const HTTP_LENGTH: i32 = 7;
/** Names are no longer in DNS. */
const MAX_NAME_LENGTH: i32 = 253;
const DEFAULT_PORT: i32 = 80;

const SLASH: i32 = 0x2f;
const COLON: i32 = 0x3a;
const QUESTION_MARK: i32 = 0x3f;
const NUMBER_SIGN: i32 = 0x23;
const DOT: u8 = 0x2e;
const MINUS: u8 = 0x2d;
const UNDERSCORE: u8 = 0x5f;

/**
 * An `http://` URL (RFC 9110, section 4.2.1; RFC 3986), taken apart strictly: a name that resolvers might take for an address, a user
 * and a password are refused, since two readers might understand them differently. A fragment is left out.
 */
export class HttpUrl {
  /** Why the last `parse` returned null: INVALID_ARGUMENT, or NOT_SUPPORTED for `https://`. */
  static lastError: i32 = 0;

  private constructor(
    /** The name or IP address, in small letters, IPv6 without brackets. */
    readonly host: string,
    /** The port: 80 where the URL has none. */
    readonly port: u16,
    /** Host and port as `Host` has them: no port where it is 80. */
    readonly authority: string,
    /** Path and query as the request line has them. */
    readonly target: string,
  ) {}

  /** Takes a URL apart. Null: it is none, see `lastError`. */
  static parse(text: string): HttpUrl | null {
    HttpUrl.lastError = startsWith(text, 'https://') ? NOT_SUPPORTED : INVALID_ARGUMENT;
    if (!startsWith(text, 'http://')) return null;
    const start = HTTP_LENGTH;
    let end = start;
    while (end < text.length && !isEndOfAuthority(text.charCodeAt(end))) end++;
    const target = targetOf(text, end);
    const hostEnd = endOfHost(text, start, end);
    if (target.length == 0 || hostEnd == start) return null;
    const host = hostOf(text.substring(start, hostEnd));
    const port = hostEnd == end ? DEFAULT_PORT : portOf(text.substring(hostEnd, end));
    if (host.length == 0 || port <= 0) return null;
    let authority = host.includes(':') ? '[' + host + ']' : host;
    if (port != DEFAULT_PORT) authority += text.substring(hostEnd, end);
    HttpUrl.lastError = 0;
    return new HttpUrl(host, <u16>port, authority, target);
  }

  /** Returns the URL that a reference, such as the value of `Location`, means here. Null: it is not valid, or has another scheme. */
  resolve(reference: string): HttpUrl | null {
    return HttpUrl.parse(resolveReference('http://' + this.authority, this.target, reference));
  }

  /** Formats it. */
  toString(): string {
    return 'http://' + this.authority + this.target;
  }
}

function startsWith(text: string, scheme: string): bool {
  if (text.length < scheme.length) return false;
  for (let i = 0; i < scheme.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f || lowerCase(<u8>unit) != <u8>scheme.charCodeAt(i)) return false;
  }
  return true;
}

function isEndOfAuthority(unit: i32): bool {
  return unit == SLASH || unit == QUESTION_MARK || unit == NUMBER_SIGN;
}

/** Returns path and query; empty: they have something else in them than visible ASCII. */
function targetOf(text: string, start: i32): string {
  let end = start;
  for (; end < text.length; end++) {
    const unit = text.charCodeAt(end);
    if (unit == NUMBER_SIGN) break;
    if (unit > 0xff || (CLASSES[unit] & TARGET) == 0) return '';
  }
  const target = text.substring(start, end);
  return target.length > 0 && target.charCodeAt(0) == SLASH ? target : '/' + target;
}

/** Returns where the host ends, whose port or nothing follows. */
function endOfHost(text: string, start: i32, end: i32): i32 {
  if (start < end && text.charCodeAt(start) == 0x5b) {
    const bracket = text.indexOf(']', start);
    return bracket < 0 || bracket >= end ? start : bracket + 1;
  }
  let i = start;
  while (i < end && text.charCodeAt(i) != COLON) i++;
  return i;
}

/** Returns the port of `:port`; -1: it is none. */
function portOf(text: string): i32 {
  return text.charCodeAt(0) == COLON && text.length <= 6 ? parseDecimal(text.substring(1), 0xffff) : -1;
}

/** Returns a host in small letters and without brackets; empty: it is not valid. */
export function hostOf(text: string): string {
  if (text.charCodeAt(0) == 0x5b) {
    const address = text.substring(1, text.length - 1);
    return address.includes(':') && parseIpAddress(address, 0) != null ? smallLetters(address) : '';
  }
  const name = smallLetters(text);
  if (!isName(name)) return '';
  return mayBeAddress(name) && parseIpAddress(name, 0) == null ? '' : name;
}

/** Whether a text has only what names have: letters, digits, `-` and `_`, in labels between dots. */
function isName(text: string): bool {
  if (text.length > MAX_NAME_LENGTH) return false;
  let before: u8 = DOT;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return false;
    const byte = <u8>unit;
    const isLetter = byte >= 0x61 && byte <= 0x7a;
    if (byte == DOT ? before == DOT : !isLetter && !isDigit(byte) && byte != MINUS && byte != UNDERSCORE)
      return false;
    before = byte;
  }
  return text.length > 0;
}

/** Whether the last label is a number, as no top-level domain is: `127.1`, `1.2.3.0x4` and the like are addresses to some resolvers. */
function mayBeAddress(name: string): bool {
  const end = name.endsWith('.') ? name.length - 1 : name.length;
  const start = name.substring(0, end).lastIndexOf('.') + 1;
  if (name.substring(start, start + 2) == '0x') return true;
  for (let i = start; i < end; i++) if (!isDigit(<u8>name.charCodeAt(i))) return false;
  return true;
}

function smallLetters(text: string): string {
  let small = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    small += String.fromCharCode(unit > 0x7f ? unit : lowerCase(<u8>unit));
  }
  return small;
}
