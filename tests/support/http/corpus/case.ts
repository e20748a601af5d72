/** What a case of the corpus is, and short ways to write one. */

/** An answer that is expected. */
export interface Expected {
  /** Any of them. */
  status: number | number[];
  /** It answers a HEAD: no body follows. */
  isHead?: boolean;
  /** Fields that must be there, by lower-case name; null: must not be there. */
  fields?: Record<string, string | RegExp | null>;
  body?: string;
}

/** What a client sends, and what must come of it. */
export interface HttpCase {
  /** What holds, for the name of the test. */
  fact: string;
  /** What the client sends; each character is a byte. */
  request: string;
  answers: Expected[];
  /** Whether the connection closes afterwards; not said: either, as long as the last answer tells which. */
  closes?: boolean;
  /** The client sends no more, and the server has to act on what is there. Else a further request follows at once. */
  isAll?: boolean;
  /** The mistake is within a body: a route that answers as the body comes may have begun, and cuts its answer off then. */
  isInBody?: boolean;
  /** The body does not come together with the head: it may be asked for with `100 Continue`. */
  mayContinue?: boolean;
}

/** Joins lines by CRLF. */
export function lines(...parts: string[]): string {
  return parts.join('\r\n');
}

/** A request's head: request line, `Host`, further fields. */
export function head(requestLine: string, ...fields: string[]): string {
  return lines(requestLine, 'Host: localhost', ...fields, '', '');
}

/** A GET in HTTP/1.1 with further fields. */
export function get(target = '/healthz', ...fields: string[]): string {
  return head(`GET ${target} HTTP/1.1`, ...fields);
}

/** A POST to /echo in HTTP/1.1 with its Content-Length and further fields. */
export function post(body: string, ...fields: string[]): string {
  return head('POST /echo HTTP/1.1', `Content-Length: ${body.length}`, ...fields) + body;
}

/** A POST to /echo in HTTP/1.1, whose body is what is given, chunks and all. */
export function chunked(body: string, ...fields: string[]): string {
  return head('POST /echo HTTP/1.1', 'Transfer-Encoding: chunked', ...fields) + body;
}

/** A request that is answered, and the connection stays. */
export function served(fact: string, request: string, ...answers: (Expected | number)[]): HttpCase {
  return { fact, request, answers: answers.map(expected), closes: false };
}

/** A request that is answered with an error, and the connection closes. */
export function refused(fact: string, request: string, status: number | number[] = 400): HttpCase {
  return { fact, request, answers: [{ status }], closes: true };
}

/** Like `refused`, where the server must not wait for more. */
export function refusedAtOnce(fact: string, request: string, status: number | number[] = 400): HttpCase {
  return { fact, request, answers: [{ status }], closes: true, isAll: true };
}

/** Like `refused`, for a mistake within a body. */
export function badBody(fact: string, request: string, status: number | number[] = 400): HttpCase {
  return { fact, request, answers: [{ status }], closes: true, isInBody: true };
}

/** A request that is answered, and whether the connection stays is the server's choice. */
export function answered(fact: string, request: string, ...answers: (Expected | number)[]): HttpCase {
  return { fact, request, answers: answers.map(expected) };
}

/** An answer that gives a body back. */
export function echoOf(body: string, fields: Expected['fields'] = {}): Expected {
  return { status: 200, body, fields };
}

function expected(answer: Expected | number): Expected {
  return typeof answer === 'number' ? { status: answer } : answer;
}

/** A text as a test's name shows it: what is not printable, as `<0d>`. */
export function shown(text: string): string {
  return JSON.stringify([...text].map(shownCharacter).join(''));
}

function shownCharacter(char: string): string {
  return char >= ' ' && char <= '~' ? char : `<${char.charCodeAt(0).toString(16).padStart(2, '0')}>`;
}
