import { Bytes } from '../net';
import { utf8Bytes } from '../wasi';
import { BodySource, BytesSource } from './body-source';
import { ResponseWriter } from './response-writer';

/** A body up to this length is sent together with the head; a longer one piece by piece, as the client takes it. */
const MAX_JOINED_BYTES: i32 = 16384;
/** The length of the body is not known before its end. */
const UNKNOWN: i64 = -1;

/**
 * The response to a request. It is answered by one of `text`, `html`, `json`, `bytes`, `redirect`, `empty` and `stream`, or piece by
 * piece by `write` and `end`; in the call that it was given to, or at any time later. Where the client has gone meanwhile, nothing
 * happens.
 */
export class Response extends ResponseWriter {
  /** The status code: 200 unless `status` has set another. */
  get statusCode(): i32 {
    return this.code;
  }

  /** How many bytes of the body have been written. */
  get bodyBytes(): i64 {
    return this.body.sentBytes;
  }

  /** Sets the status code, from 200 to 999. */
  status(code: i32): Response {
    if (code >= 200 && code <= 999) this.code = code;
    else this.report('a status is a number from 200 to 999');
    return this;
  }

  /**
   * Adds a header. Those of the connection and of the body's framing are the server's: `Content-Length` announces the length of what is
   * written piece by piece, `Connection: close` closes, `Date` and `Transfer-Encoding` are ignored. Where the name is no token or the
   * value has a control character, the response is 500 instead: a client might take it for two.
   */
  header(name: string, value: string): Response {
    if (this.headers.add(name, value)) return this;
    this.isBroken = true;
    this.report('a header has characters that no header may have');
    return this;
  }

  /** Sets the media type of the body, such as `text/css; charset=utf-8`, unless there is one; empty: none. */
  type(mediaType: string): Response {
    return this.headers.hasType || mediaType.length == 0 ? this : this.header('Content-Type', mediaType);
  }

  /** Announces the length of a body that is written piece by piece; without it the body is sent in chunks. */
  contentLength(bytes: i64): Response {
    this.headers.announcedBytes = bytes;
    return this;
  }

  /** Answers with a text. */
  text(body: string): void {
    this.sendText(body, 'text/plain; charset=utf-8');
  }

  /** Answers with a page. */
  html(body: string): void {
    this.sendText(body, 'text/html; charset=utf-8');
  }

  /** Answers with JSON, which the program has made a text of. */
  json(body: string): void {
    this.sendText(body, 'application/json');
  }

  /** Answers with bytes; more than 16 KiB of them are not copied, and must not change. */
  bytes(body: Bytes, mediaType: string = 'application/octet-stream'): void {
    this.type(mediaType);
    if (body.length > MAX_JOINED_BYTES) return this.stream(new BytesSource(body), body.length);
    const head = this.start(body.length);
    if (head != null && this.body.hasBody) head.write(body);
    this.finish(head, body.length);
  }

  /** Answers that what was asked for is elsewhere: 302, or 301, 303, 307 or 308. */
  redirect(location: string, code: i32 = 302): void {
    this.header('Location', location).empty(code);
  }

  /** Answers with a status and nothing else. */
  empty(code: i32 = 204): void {
    this.status(code).finish(this.start(0), 0);
  }

  /** Answers with an error and the page that the program has for it (see `HttpServer.onError`; for 404, `fallback`), or a short text. */
  fail(code: i32): void {
    const owner = this.owner;
    if (!this.isOpen) this.report('the response has been started before');
    else if (owner != null) owner.answerError(code);
  }

  /** Answers with what a source has; `length`: of all that, in bytes, where it is known. */
  stream(source: BodySource, length: i64 = UNKNOWN): void {
    if (length >= 0) this.headers.announcedBytes = length;
    this.startSource(source);
  }

  /**
   * Writes a piece of the body; the first one starts the response. Returns whether more is welcome: else wait for
   * `RequestHandler.onWritable`. Nothing is taken where the client has gone or the response has ended.
   */
  write(data: Bytes): bool {
    return this.writePiece(data);
  }

  /** Like `write`, a text as UTF-8. */
  writeText(text: string): bool {
    return this.write(Bytes.of(text));
  }

  /** Ends the body. A response without any gets an empty one. */
  end(): void {
    this.endPieces();
  }

  /** Gives up a response that can't be completed: the connection drops, so that the client does not take what it has got for all. */
  abort(): void {
    this.dropConnection();
  }

  /** @internal Answers that the connection speaks another protocol from now on; the headers have been added. */
  upgrade(): void {
    this.code = 101;
    this.finish(this.start(UNKNOWN), 0);
  }

  private sendText(body: string, mediaType: string): void {
    const bytes = utf8Bytes(body);
    if (bytes > MAX_JOINED_BYTES) return this.bytes(Bytes.of(body), mediaType);
    this.headers.addType(mediaType);
    const head = this.start(bytes);
    if (head != null && this.body.hasBody) head.writeText(body);
    this.finish(head, bytes);
  }
}
