import { bytesOfText } from '../../wasi';
import { encodeBase64, isBase64Of16Bytes } from './base64';
import { WebSocketOptions } from './options';
import { sha1 } from './sha1';

/** The version of the protocol. */
export const WEB_SOCKET_VERSION: string = '13';

const ACCEPT_SUFFIX: string = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const COMMA: i32 = 0x2c;

/** What a client asks for: values of its request, header fields as they are, repeated ones joined by commas, empty where missing. */
export class Handshake {
  method: string = '';
  /** 11 for HTTP/1.1. */
  httpVersion: i32 = 11;
  /** The field `Upgrade`. */
  upgrade: string = '';
  /** The field `Connection`. */
  connection: string = '';
  /** The field `Sec-WebSocket-Key`. */
  key: string = '';
  /** The field `Sec-WebSocket-Version`. */
  version: string = '';
  /** The field `Sec-WebSocket-Protocol`. */
  protocols: string = '';
  /** The field `Origin`. */
  origin: string = '';

  /**
   * Returns the status to answer with: 101 with `acceptKey`, and `chooseProtocol` unless it is empty; 405 with `Allow: GET`; 426 with
   * `Upgrade: websocket` and `Sec-WebSocket-Version: 13`; 400 (a wrong key); or 403 (a page of another origin).
   *
   * Source: RFC 6455, section 4.2.
   */
  check(options: WebSocketOptions): i32 {
    if (this.method != 'GET') return 405;
    if (this.httpVersion < 11 || !hasItem(this.upgrade, 'websocket', true)) return 426;
    if (!hasItem(this.connection, 'upgrade', true) || this.version != WEB_SOCKET_VERSION) return 426;
    if (!isBase64Of16Bytes(this.key)) return 400;
    return options.origins.length == 0 || options.origins.includes(this.origin) ? 101 : 403;
  }

  /** The field `Sec-WebSocket-Accept` of the answer. */
  get acceptKey(): string {
    return encodeBase64(sha1(bytesOfText(this.key + ACCEPT_SUFFIX)));
  }

  /** Returns the first subprotocol of the server's that the client offers; empty: there is none. */
  chooseProtocol(options: WebSocketOptions): string {
    const protocols = options.protocols;
    for (let i = 0; i < protocols.length; i++)
      if (hasItem(this.protocols, protocols[i], false)) return protocols[i];
    return '';
  }
}

/** Whether an item is in a list with commas. `item` is in small letters if case is ignored. */
function hasItem(list: string, item: string, ignoresCase: bool): bool {
  let start = 0;
  for (let i = 0; i <= list.length; i++) {
    if (i < list.length && list.charCodeAt(i) != COMMA) continue;
    let end = i;
    while (start < end && isBlank(list.charCodeAt(start))) start++;
    while (start < end && isBlank(list.charCodeAt(end - 1))) end--;
    if (end - start == item.length && isAt(list, start, item, ignoresCase)) return true;
    start = i + 1;
  }
  return false;
}

function isBlank(code: i32): bool {
  return code == 0x20 || code == 0x09;
}

function isAt(text: string, start: i32, item: string, ignoresCase: bool): bool {
  for (let i = 0; i < item.length; i++) {
    const code = text.charCodeAt(start + i);
    const isCapital = code >= 0x41 && code <= 0x5a;
    if ((ignoresCase && isCapital ? code | 0x20 : code) != item.charCodeAt(i)) return false;
  }
  return true;
}
