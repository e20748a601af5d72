import { domainToASCII } from 'node:url';

/** Characters that no host name has, and that `domainToASCII` would drop or stop at. Source: the URL standard. */
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0020"#%/:<>?@[\\\]^`{|}\u007f]/;
/** The length limit of a name without its trailing dot. Source: RFC 1035 section 2.3.4. */
const MAX_NAME_LENGTH = 253;
/** The length limit of a name before it is converted to ASCII, which may make it longer or shorter. */
const MAX_TEXT_LENGTH = 1000;

/** Converts a host name to lower-case ASCII; '' when it is no host name. IPv4 addresses in short forms (127.1) are written in full. */
export function asciiName(text: string): string {
  if (text.length > MAX_TEXT_LENGTH || FORBIDDEN.test(text)) return '';
  const name = domainToASCII(text);
  return withoutTrailingDot(name).length > MAX_NAME_LENGTH ? '' : name;
}

/** Gives a name without the trailing dot of the DNS root. */
export function withoutTrailingDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}
