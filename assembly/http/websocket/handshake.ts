import { bytesOfText } from '../../wasi';
import { Request } from '../request';
import { isSame } from '../tokens';
import { encodeBase64, isBase64Of16Bytes } from './base64';
import { WebSocketOptions } from './options';
import { sha1 } from './sha1';

/** The version of the protocol. */
export const WEB_SOCKET_VERSION: string = '13';

const ACCEPT_SUFFIX: string = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const COMMA: i32 = 0x2c;
const UPGRADE_REQUIRED: i32 = 426;

/**
 * Returns the status to refuse a handshake with: 405 (not GET), 426 (no handshake of this version), 400 (a wrong key, or a body), 403 (a
 * page of another origin); 0: it is right.
 *
 * Source: RFC 6455, section 4.2.1.
 */
export function refusalOf(request: Request, options: WebSocketOptions): i32 {
  if (request.method != 'GET') return 405;
  if (request.version < 11 || !hasItem(request.header('upgrade'), 'websocket', true)) return UPGRADE_REQUIRED;
  if (!request.head.framing.upgrades || request.header('sec-websocket-version') != WEB_SOCKET_VERSION)
    return UPGRADE_REQUIRED;
  if (request.contentLength > 0 || request.head.framing.isChunked) return 400;
  if (!isBase64Of16Bytes(keyOf(request))) return 400;
  return options.origins.length == 0 || options.origins.includes(request.header('origin')) ? 0 : 403;
}

/** Returns what `Sec-WebSocket-Accept` says in the answer. Source: RFC 6455, section 4.2.2. */
export function acceptanceOf(request: Request): string {
  return encodeBase64(sha1(bytesOfText(keyOf(request) + ACCEPT_SUFFIX)));
}

/** Returns the first subprotocol of the server's that the client offers; empty: there is none. */
export function chooseProtocol(request: Request, options: WebSocketOptions): string {
  const protocols = options.protocols;
  if (protocols.length == 0) return '';
  const offered = request.header('sec-websocket-protocol');
  for (let i = 0; i < protocols.length; i++) if (hasItem(offered, protocols[i], false)) return protocols[i];
  return '';
}

function keyOf(request: Request): string {
  return request.header('sec-websocket-key');
}

/** Whether an item is in a list with commas. */
function hasItem(list: string, item: string, ignoresCase: bool): bool {
  let start = 0;
  for (let i = 0; i <= list.length; i++) {
    if (i < list.length && list.charCodeAt(i) != COMMA) continue;
    let end = i;
    while (start < end && isBlank(list.charCodeAt(start))) start++;
    while (start < end && isBlank(list.charCodeAt(end - 1))) end--;
    const found = list.substring(start, end);
    if (ignoresCase ? isSame(found, item) : found == item) return true;
    start = i + 1;
  }
  return false;
}

function isBlank(code: i32): bool {
  return code == 0x20 || code == 0x09;
}
