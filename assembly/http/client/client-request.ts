import { Bytes, INVALID_ARGUMENT, NOT_SUPPORTED } from '../../net';
import { isHost } from '../host-field';
import { isSame, isToken, isValue } from '../tokens';
import { HttpUrl } from './http-url';

/** What a request asks of its exchange. */
export interface RequestOwner {
  /** Whether headers and a body can still be given. */
  readonly isPreparing: bool;

  /** Takes a piece of the body. Returns whether more is welcome. */
  sendPiece(data: Bytes): bool;

  /** Takes the end of the body. */
  endBody(): void;

  /** Ends it all, without further calls. */
  abort(): void;

  /** Tells the operator of a mistake in the program, in one line. */
  report(problem: string): void;
}

/**
 * A request that a client makes, by `HttpClient.request`. It is sent in the next turn of the loop: until then, headers and a body can be
 * given to it. Where one of them is not valid, nothing is sent, and the handler's `onError` gets INVALID_ARGUMENT.
 */
export class ClientRequest {
  /** What is wrong with it, in one line; empty: nothing. */
  problem: string = '';
  /** @internal Why it can't be sent; 0: it can. */
  failure: i32 = 0;
  /** @internal Where it goes; after a redirect, somewhere else. */
  location: HttpUrl | null;
  /** @internal */
  owner: RequestOwner | null = null;
  /** @internal */
  readonly names: string[] = [];
  /** @internal */
  readonly values: string[] = [];
  /** @internal The body in one piece; null: it is streamed, or there is none. */
  content: Bytes | null = null;
  /** @internal Whether the body comes by `write`. */
  isStreamed: bool = false;
  /** @internal The length of a streamed body; -1: not known. */
  announcedBytes: i64 = -1;
  /** @internal Whether `Connection: close` was asked for. */
  closes: bool = false;

  /** @internal Made by `HttpClient.request`. */
  constructor(
    /** The method; after some redirects, GET. */
    public method: string,
    /** Where it was sent first, as the program said it. */
    readonly url: string,
  ) {
    this.location = HttpUrl.parse(url);
    if (this.location == null && HttpUrl.lastError == NOT_SUPPORTED)
      this.refuse('https:// is not supported: there is no TLS here', NOT_SUPPORTED);
    else if (this.location == null) this.refuse('the URL is not valid');
    else if (!isToken(method) || method == 'CONNECT') this.refuse('the method is not valid');
  }

  /**
   * Adds a header. Of those for the connection and the framing, `Host` takes the place of the URL's, `Connection: close` has the
   * connection closed after the response, `Content-Length` announces the length of a streamed body, and others are ignored.
   */
  header(name: string, value: string): ClientRequest {
    if (!this.isPreparing) return this;
    if (!isToken(name) || !isValue(value)) this.refuse('a header has characters that no header may have');
    else if (isSame(name, 'connection')) this.closes = this.closes || isSame(value, 'close');
    else if (isSame(name, 'content-length')) this.announcedBytes = I64.parseInt(value);
    else if (isSame(name, 'host') && !isOneHost(value)) this.refuse('the header Host is not valid');
    else if (!isSame(name, 'transfer-encoding') && !isSame(name, 'keep-alive')) {
      this.names.push(name);
      this.values.push(value);
    }
    return this;
  }

  /** Sends a copy of these bytes as the body. */
  body(data: Bytes): ClientRequest {
    if (this.isPreparing) this.content = data.copy();
    return this;
  }

  /** Sends a text as the body; its type is `text/plain` unless a header has said another. */
  text(body: string): ClientRequest {
    return this.sendText(body, 'text/plain; charset=utf-8');
  }

  /** Sends JSON as the body, which the program has made a text of. */
  json(body: string): ClientRequest {
    return this.sendText(body, 'application/json');
  }

  /** Says that the body comes by `write`, and then `end`: also later. `lengthBytes`: of all that; without it the body is sent in chunks. */
  stream(lengthBytes: i64 = -1): ClientRequest {
    if (!this.isPreparing) return this;
    this.isStreamed = true;
    if (lengthBytes >= 0) this.announcedBytes = lengthBytes;
    return this;
  }

  /**
   * Writes a piece of the body; the first one before the request is sent makes it a streamed one. Returns whether more is welcome: else
   * wait for `ResponseHandler.onWritable`. Nothing is taken where the body or the exchange is over.
   */
  write(data: Bytes): bool {
    const owner = this.owner;
    if (owner == null || (!this.isStreamed && !this.stream().isStreamed)) return false;
    return owner.sendPiece(data);
  }

  /** Like `write`, a text as UTF-8. */
  writeText(text: string): bool {
    return this.write(Bytes.of(text));
  }

  /** Ends a streamed body. */
  end(): void {
    const owner = this.owner;
    if (owner != null && this.isStreamed) owner.endBody();
  }

  /** Drops it, whatever it has come to: its handler is not called any more. */
  abort(): void {
    const owner = this.owner;
    if (owner != null) owner.abort();
  }

  /** @internal Notes the first thing that is wrong with it. */
  refuse(problem: string, outcome: i32 = INVALID_ARGUMENT): void {
    if (this.failure != 0) return;
    this.problem = problem;
    this.failure = outcome;
  }

  /** @internal Whether there is such a header. */
  has(name: string): bool {
    for (let i = 0; i < this.names.length; i++) if (isSame(this.names[i], name)) return true;
    return false;
  }

  /** @internal Takes headers of a name away. */
  remove(name: string): void {
    for (let i = this.names.length - 1; i >= 0; i--) {
      if (!isSame(this.names[i], name)) continue;
      this.names.splice(i, 1);
      this.values.splice(i, 1);
    }
  }

  private sendText(body: string, mediaType: string): ClientRequest {
    if (!this.has('content-type')) this.header('Content-Type', mediaType);
    return this.body(Bytes.of(body));
  }

  private get isPreparing(): bool {
    const owner = this.owner;
    if (owner != null && owner.isPreparing) return true;
    if (owner != null) owner.report('headers and the body come too late: the request has been sent');
    return false;
  }
}

function isOneHost(value: string): bool {
  const bytes = Bytes.of(value);
  return isHost(bytes.buffer, 0, bytes.length);
}
