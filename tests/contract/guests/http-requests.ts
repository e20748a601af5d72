/**
 * An HTTP client for the tests: makes the requests that its arguments name and states on standard output what came of each.
 *
 * `--NAME=NUMBER` sets a limit; METHOD URL makes a request, with what follows: `header NAME VALUE`, `body BYTES`, `stream BYTES` (with
 * the length announced) and `chunks BYTES`, `slow` (takes a piece, then waits), `whole LIMIT` (a BufferedResponseHandler), `abort` (at
 * the first piece); `then`: what follows is requested when all before is over; `wait MS`: waits that long first.
 */
import {
  BufferedResponseHandler,
  Bytes,
  ClientOptions,
  ClientRequest,
  ClientResponse,
  EventLoop,
  HttpClient,
  ResponseHandler,
  TimerTask,
  describe,
  parseDecimal,
  print,
} from '../../../assembly';
import { formatNumber, getArguments } from '../../../assembly/wasi';

const MILLISECOND_NS: i64 = 1_000_000;
const LONG: i32 = 999_999_999;
/** What a streamed body is written in. */
const PIECE_BYTES: i32 = 10_000;

const options = new ClientOptions();
const loop = new EventLoop();
const client = new HttpClient(options, loop);
let words: string[] = [];
let next: i32 = 1;
let started: i32 = 0;
let open: i32 = 0;

function number(text: string): i32 {
  return parseDecimal(text, LONG);
}

/** The i-th byte of every body: a letter. */
function letterAt(i: i32): u8 {
  return <u8>(0x61 + (i % 26));
}

function letters(start: i32, bytes: i32): Bytes {
  const buffer = new StaticArray<u8>(bytes);
  for (let i = 0; i < bytes; i++) buffer[i] = letterAt(start + i);
  return new Bytes(buffer, 0, bytes);
}

function state(index: i32, what: string): void {
  print(formatNumber(index) + ': ' + what);
  open--;
  if (open == 0) proceed();
}

function textOf(response: ClientResponse, bytes: i32, start: string): string {
  let text = formatNumber(response.status) + ' ' + formatNumber(bytes) + ' ' + start;
  if (response.hasHeader('x-note')) text += ' note=' + response.header('X-Note');
  if (response.trailer('x-end').length > 0) text += ' end=' + response.trailer('x-end');
  return text;
}

function failure(request: ClientRequest, outcome: i32): string {
  const problem = request.problem;
  return 'error ' + describe(outcome) + (problem.length > 0 ? ' (' + problem + ')' : '');
}

class Resume extends TimerTask {
  constructor(private response: ClientResponse) {
    super();
  }

  onTimer(): void {
    this.response.resume();
  }
}

/** Counts the body, and writes that of the request. */
class Counter extends ResponseHandler {
  bytes: i32 = 0;
  isSlow: bool = false;
  aborts: bool = false;
  unsent: i32 = 0;
  private sent: i32 = 0;
  private start: string = '';
  private heads: i32 = 0;

  constructor(private index: i32) {
    super();
  }

  onResponse(): void {
    this.heads++;
  }

  onData(data: Bytes): void {
    if (this.start.length < 20) this.start += data.toString().substring(0, 20 - this.start.length);
    this.bytes += data.length;
    if (this.aborts) {
      this.request.abort();
      return state(this.index, 'aborted');
    }
    if (!this.isSlow) return;
    this.response.pause();
    loop.schedule(new Resume(this.response), MILLISECOND_NS);
  }

  onWritable(): void {
    while (this.unsent > 0) {
      const piece = letters(this.sent, min(this.unsent, PIECE_BYTES));
      this.sent += piece.length;
      this.unsent -= piece.length;
      if (!this.request.write(piece) && this.unsent > 0) return;
    }
    this.request.end();
  }

  onEnd(): void {
    state(this.index, textOf(this.response, this.bytes, this.start) + (this.heads == 1 ? '' : ' heads!'));
  }

  onError(outcome: i32): void {
    const isCut = this.response.status > 0;
    state(this.index, failure(this.request, outcome) + (isCut ? ' after ' + formatNumber(this.bytes) : ''));
  }
}

class Whole extends BufferedResponseHandler {
  constructor(
    private index: i32,
    limitBytes: i32,
  ) {
    super(limitBytes);
  }

  onComplete(response: ClientResponse): void {
    state(this.index, textOf(response, response.bytes().length, response.text().substring(0, 20)));
  }

  onError(outcome: i32): void {
    state(this.index, failure(this.request, outcome));
  }
}

class Wait extends TimerTask {
  onTimer(): void {
    proceed();
  }
}

function limit(word: string): void {
  const value = number(word.substring(word.indexOf('=') + 1));
  if (word.startsWith('--per-origin')) options.maxConnectionsPerOrigin = value;
  else if (word.startsWith('--connections')) options.maxConnections = value;
  else if (word.startsWith('--waiting')) options.maxWaiting = value;
  else if (word.startsWith('--redirects')) options.maxRedirects = value;
  else if (word.startsWith('--head-bytes')) options.maxHeadBytes = value;
  else if (word.startsWith('--fields')) options.maxFields = value;
  else if (word.startsWith('--head-ms')) options.headTimeoutNs = <i64>value * MILLISECOND_NS;
  else if (word.startsWith('--body-ms')) options.bodyTimeoutNs = <i64>value * MILLISECOND_NS;
  else if (word.startsWith('--total-ms')) options.totalTimeoutNs = <i64>value * MILLISECOND_NS;
  else if (word.startsWith('--idle-ms')) options.connection.idleNs = <i64>value * MILLISECOND_NS;
  else assert(false, word);
}

/** Makes the requests up to the next `then`. */
function proceed(): void {
  while (next < words.length && words[next] != 'then') {
    const word = words[next++];
    if (word.startsWith('--')) limit(word);
    else if (word == 'wait') return loop.schedule(new Wait(), <i64>number(words[next++]) * MILLISECOND_NS);
    else makeRequest(word, words[next++]);
  }
  if (open > 0) return;
  if (next == words.length) return client.close();
  next++;
  proceed();
}

function makeRequest(method: string, url: string): void {
  const index = started++;
  const counter = new Counter(index);
  const isWhole = next < words.length && words[next] == 'whole';
  open++;
  const handler: ResponseHandler = isWhole ? new Whole(index, number(words[next + 1])) : counter;
  if (isWhole) next += 2;
  const made = client.request(method, url, handler);
  for (; next < words.length; next++) {
    const word = words[next];
    if (word == 'slow') counter.isSlow = true;
    else if (word == 'abort') counter.aborts = true;
    else if (word == 'body') made.body(letters(0, number(words[++next])));
    else if (word == 'stream' || word == 'chunks') {
      counter.unsent = number(words[++next]);
      made.stream(word == 'stream' ? counter.unsent : -1);
      counter.onWritable();
    } else if (word == 'header') {
      made.header(words[next + 1], words[next + 2]);
      next += 2;
    } else return;
  }
}

export function run(): i32 {
  words = getArguments();
  proceed();
  loop.run();
  print('done');
  return 0;
}
