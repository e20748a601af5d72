import { domainToASCII } from 'node:url';

/** What no host name has, and what `domainToASCII` would leave out or cut off at. Source: the URL standard. */
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0020"#%/:<>?@[\\\]^`{|}\u007f]/;
/** The most characters of a name, without a last dot. Source: RFC 1035 section 2.3.4. */
const MAX_NAME = 253;
/** The most characters of a name before it is in ASCII, where it may be longer or shorter. */
const MAX_TEXT = 1000;

/** Gives a name in ASCII and small letters, '' when it can be none; IPv4 addresses in short (127.1) are written out. */
export function asciiName(text: string): string {
  if (text.length > MAX_TEXT || FORBIDDEN.test(text)) return '';
  const name = domainToASCII(text);
  return withoutLastDot(name).length > MAX_NAME ? '' : name;
}

/** Gives a name without the dot that stands for the root. */
export function withoutLastDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}
