/** Reads HTTP/1.1 answers strictly: whatever RFC 9112 doesn't allow a server to send is an error. */

/** One answer. */
export interface Answer {
  status: number;
  /** The fields, their names in lower case; values of repeated ones are joined by `, `. */
  fields: Map<string, string>;
  body: Buffer;
  /** Whether the body came whole; false: the stream ended within it. */
  isWhole: boolean;
}

const STATUS_LINE = /^HTTP\/1\.1 ([1-5]\d\d) [\t\u0020-\u007E]*$/;
const FIELD =
  /^([!#$%&'*+.^_`|~\w-]+):[\t ]*((?:[!-~\u0080-\u00FF](?:[\t -~\u0080-\u00FF]*[!-~\u0080-\u00FF])?)?)[\t ]*$/;
const DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;
const CHUNK_SIZE = /^[\dA-Fa-f]{1,8}(?:;[\t -~]*)?$/;
/** Fields that may come once only. */
const SINGLE = new Set([
  'content-length',
  'content-type',
  'date',
  'etag',
  'last-modified',
  'location',
  'transfer-encoding',
]);

class Reader {
  at = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly hasEnded: boolean,
  ) {}

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  /** The next line without its CRLF; null: it is not whole. */
  line(): string | null {
    const end = this.bytes.indexOf('\r\n', this.at);
    if (end < 0) return null;
    const line = this.bytes.toString('latin1', this.at, end);
    this.at = end + 2;
    return line;
  }

  /** At most so many of the next bytes. */
  take(length: number): Buffer {
    const part = this.bytes.subarray(this.at, this.at + length);
    this.at += part.length;
    return part;
  }

  /** Reads an answer; null: its head is not whole. */
  answer(isHead: (fields: Map<string, string>, status: number) => boolean): Answer | null {
    const start = this.at;
    const statusLine = this.line();
    const fields = statusLine === null ? null : this.fields();
    if (fields === null) {
      this.at = start;
      return null;
    }
    const match = STATUS_LINE.exec(statusLine!);
    if (!match) throw new Error(`not a status line: ${JSON.stringify(statusLine)}`);
    const answer = { status: Number(match[1]), fields, body: Buffer.alloc(0), isWhole: true };
    checkHead(answer);
    const hasNoBody =
      isHead(fields, answer.status) || answer.status < 200 || answer.status === 204 || answer.status === 304;
    if (!hasNoBody) this.body(answer);
    return answer;
  }

  private fields(): Map<string, string> | null {
    const fields = new Map<string, string>();
    for (;;) {
      const line = this.line();
      if (line === null) return null;
      if (line === '') return fields;
      const match = FIELD.exec(line);
      if (!match) throw new Error(`not a field: ${JSON.stringify(line)}`);
      const name = match[1]!.toLowerCase();
      const known = fields.get(name);
      if (known !== undefined && SINGLE.has(name)) throw new Error(`${name} comes twice`);
      fields.set(name, known === undefined ? match[2]! : `${known}, ${match[2]}`);
    }
  }

  private body(answer: Answer): void {
    const length = answer.fields.get('content-length');
    if (answer.fields.has('transfer-encoding')) return this.chunks(answer);
    answer.body = this.take(length === undefined ? Infinity : Number(length));
    answer.isWhole = length === undefined ? this.hasEnded : answer.body.length === Number(length);
  }

  private chunks(answer: Answer): void {
    const parts: Buffer[] = [];
    for (let length = -1; length !== 0;) {
      const line = this.line();
      answer.isWhole = line !== null;
      if (line === null) {
        this.take(Infinity);
        break;
      }
      if (!CHUNK_SIZE.test(line)) throw new Error(`not the size of a chunk: ${JSON.stringify(line)}`);
      length = Number.parseInt(line, 16);
      const part = this.take(length);
      parts.push(part);
      answer.isWhole = part.length === length;
      if (length > 0 && answer.isWhole) {
        const end = this.take(2).toString('latin1');
        answer.isWhole = end.length === 2;
        if (answer.isWhole && end !== '\r\n') throw new Error(`a chunk ends with ${JSON.stringify(end)}`);
      }
      if (length === 0) answer.isWhole = this.fields() !== null;
      if (!answer.isWhole) break;
    }
    answer.body = Buffer.concat(parts);
  }
}

/** What holds for every answer, whatever was asked. */
function checkHead({ status, fields }: Answer): void {
  const length = fields.get('content-length');
  const coding = fields.get('transfer-encoding');
  if (length !== undefined && !/^\d+$/.test(length)) throw new Error(`Content-Length: ${length}`);
  if (coding !== undefined && coding !== 'chunked') throw new Error(`Transfer-Encoding: ${coding}`);
  if (length !== undefined && coding !== undefined) throw new Error('Content-Length and Transfer-Encoding');
  const isFramed = length !== undefined || coding !== undefined;
  if (isFramed && (status < 200 || status === 204)) throw new Error(`${status} with the length of a body`);
  if (status < 200) return;
  if (!DATE.test(fields.get('date') ?? '')) throw new Error(`${status} with Date: ${fields.get('date')}`);
  if (status === 405 && !fields.has('allow')) throw new Error('405 without Allow');
  if (status === 426 && !fields.has('upgrade')) throw new Error('426 without Upgrade');
}

/**
 * Reads all answers of a connection. `hasEnded`: the server has closed it. `isHead`: whether the final answer of that number, from 0,
 * with these fields, answers a HEAD. Throws at what is not an answer.
 */
export function readAnswers(
  bytes: Buffer,
  hasEnded: boolean,
  isHead: (i: number, fields: Map<string, string>) => boolean,
): Answer[] {
  const reader = new Reader(bytes, hasEnded);
  const answers: Answer[] = [];
  let final = 0;
  while (!reader.isAtEnd) {
    const answer = reader.answer((fields) => isHead(final, fields));
    if (answer === null) {
      if (hasEnded)
        throw new Error(`the stream ends within a head: ${JSON.stringify(bytes.toString('latin1'))}`);
      break;
    }
    if (answer.status >= 200) final++;
    answers.push(answer);
  }
  return answers;
}

/**
 * Reads the first answer, and how many bytes it takes; null: its head is not whole. `isHead`: whether one of that status answers a HEAD. Throws at what is not an answer.
 */
export function readFirst(
  bytes: Buffer,
  hasEnded: boolean,
  isHead: (status: number) => boolean,
): { answer: Answer; bytes: number } | null {
  const reader = new Reader(bytes, hasEnded);
  const answer = reader.answer((_fields, status) => isHead(status));
  return answer && { answer, bytes: reader.at };
}

/** Whether an answer says that the connection closes after it. */
export function saysClose(answer: Answer): boolean {
  return (answer.fields.get('connection') ?? '')
    .toLowerCase()
    .split(/[\t ]*,[\t ]*/)
    .includes('close');
}
