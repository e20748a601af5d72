import type { HttpRequest, HttpScript } from '../scenario.ts';
import { ID_BYTES, patternBytes } from './pattern.ts';

/** What is due for a request. */
export interface Due {
  /** Where the request begins and ends in what the peer sends. */
  start: number;
  end: number;
  /** When its first and its last byte went; -1: not yet. */
  startedUs: number;
  doneUs: number;
  /** How long nothing had been sent before. */
  idleUs: number;
  status: number;
  /** The body of the answer; undefined: not looked at. */
  body: Uint8Array | undefined;
  isHead: boolean;
  isEcho: boolean;
  /** The connection is to close after the answer. */
  closes: boolean;
  /** The answer may come before the request has. */
  isEarly: boolean;
  keepsAlive10: boolean;
}

const PAGES: Record<string, string | undefined> = { '/healthz': 'ok\n' };

/** Makes a request that begins at `start` of what the peer with that id sends, and what is due for it. */
export function makeRequest(script: HttpScript, id: number, start: number): { bytes: Uint8Array; due: Due } {
  if ('text' in script) {
    const bytes = Buffer.from(script.text, 'latin1');
    return {
      bytes,
      due: dueFor(start, bytes.length, { status: script.status, closes: true, isEarly: true }),
    };
  }
  const body = patternBytes(id, ID_BYTES + start, script.bodyBytes);
  const bytes = Buffer.concat([Buffer.from(headOf(script), 'latin1'), framed(script, body)]);
  const page = PAGES[script.path];
  const isEcho = script.path === '/echo';
  const due = dueFor(start, bytes.length, {
    status: script.path === '/nowhere' ? 404 : 200,
    body: isEcho ? body : page === undefined ? undefined : Buffer.from(script.method === 'HEAD' ? '' : page),
    isHead: script.method === 'HEAD',
    isEcho,
    closes: script.connection === 'close' || (script.minor === 0 && script.connection === ''),
    keepsAlive10: script.minor === 0 && script.connection === 'keep-alive',
  });
  return { bytes, due };
}

function dueFor(start: number, bytes: number, what: Partial<Due> & { status: number }): Due {
  const untold = { startedUs: -1, doneUs: -1, idleUs: 0, body: undefined };
  const usual = { isHead: false, isEcho: false, closes: false, isEarly: false, keepsAlive10: false };
  return { start, end: start + bytes, ...untold, ...usual, ...what };
}

function headOf({ method, path, minor, connection, bodyBytes, chunkBytes, fieldBytes }: HttpRequest): string {
  const lines = [`${method} ${path} HTTP/1.${minor}`, 'Host: a'];
  if (connection !== '') lines.push(`Connection: ${connection}`);
  if (fieldBytes > 0) lines.push(`X-Long: ${'x'.repeat(fieldBytes)}`);
  if (chunkBytes > 0) lines.push('Transfer-Encoding: chunked');
  else if (method === 'POST') lines.push(`Content-Length: ${bodyBytes}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

function framed({ chunkBytes }: HttpRequest, body: Uint8Array): Uint8Array {
  if (chunkBytes === 0) return body;
  const parts: Uint8Array[] = [];
  for (let at = 0; at < body.length; at += chunkBytes) {
    const part = body.subarray(at, at + chunkBytes);
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}
