import { Bytes } from '../../net';
import { Fields } from '../fields';
import { PendingBytes } from '../pending-bytes';
import { BodyFlow } from '../request';
import { ResponseParser } from './response-parser';

/** The response to a request of a client. It may be kept. */
export class ClientResponse {
  /** Where it comes from: after redirects, not the URL of the request. */
  url: string = '';
  /** @internal */
  readonly head: ResponseParser = new ResponseParser();
  /** @internal The fields after the body. */
  trailers: Fields | null = null;
  /** @internal What a BufferedResponseHandler has collected of the body. */
  collected: PendingBytes | null = null;
  /** @internal Pauses or resumes the arrival of the body; null: it is over. */
  flow: BodyFlow | null = null;

  /** The status code, such as 200. 0: the head has not arrived. */
  get status(): i32 {
    return this.head.status;
  }

  /** The version: 10 or 11, for 1.0 and 1.1. */
  get version(): i32 {
    return 10 + this.head.minor;
  }

  /** Returns the value of a field, whatever the case of its name; of several, joined by `, `. Empty: there is none. */
  header(name: string): string {
    return this.head.fields.joined(name);
  }

  /** Whether there is such a field. */
  hasHeader(name: string): bool {
    return this.head.fields.find(name) >= 0;
  }

  /** Returns the value of each such field. */
  headerAll(name: string): string[] {
    return this.head.fields.all(name);
  }

  /** Returns the value of a field that came after the body, in chunks; empty: there is none. */
  trailer(name: string): string {
    const trailers = this.trailers;
    return trailers == null ? '' : trailers.joined(name);
  }

  /** The length of the body as announced; -1: it was not, since it comes in chunks or ends with the connection. */
  get contentLength(): i64 {
    return this.head.framing.contentLength;
  }

  /** The whole body as UTF-8, for a BufferedResponseHandler. */
  text(): string {
    return this.bytes().toString();
  }

  /** The whole body, for a BufferedResponseHandler. */
  bytes(): Bytes {
    const collected = this.collected;
    return collected == null
      ? new Bytes(new StaticArray<u8>(0), 0, 0)
      : new Bytes(collected.buffer, collected.start, collected.length);
  }

  /** Lets the rest of the body wait: no more of it comes until `resume`, and the server has to wait. */
  pause(): void {
    const flow = this.flow;
    if (flow != null) flow.pauseBody();
  }

  /** Lets the body come again. */
  resume(): void {
    const flow = this.flow;
    if (flow != null) flow.resumeBody();
  }
}
