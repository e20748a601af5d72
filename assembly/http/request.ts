import { Bytes, SocketAddress } from '../net';
import { copyBytes } from '../wasi';
import { Fields } from './fields';
import { PendingBytes } from './pending-bytes';
import { decodePercent } from './percent';
import { RequestParser } from './request-parser';
import { Target } from './target';

/** The most parameters of a route. */
export const MAX_PARAMS: i32 = 16;

const NO_NAMES: string[] = [];

/**
 * A request. It is good until its response has ended; where that happens later than in the call that the request was given to, for
 * as long as somebody has it.
 */
export class Request {
  /** The method; its case matters. */
  method: string = '';
  /** The peer: the client, or a proxy in front. */
  remoteAddress: SocketAddress = new SocketAddress();
  /** When its head had arrived, in nanoseconds of the host's clock. */
  startNs: i64 = 0;
  /** @internal The head, as it was received. */
  readonly head: RequestParser = new RequestParser();
  /** @internal */
  readonly location: Target = new Target();
  /** @internal The names of the route's parameters. */
  paramNames: string[] = NO_NAMES;
  /** @internal Where each parameter starts and ends. */
  readonly paramRanges: StaticArray<i32> = new StaticArray<i32>(2 * MAX_PARAMS);
  /** @internal The fields after the body. */
  trailers: Fields | null = null;
  /** @internal The part of the body that has been collected; null: none. */
  collected: PendingBytes | null = null;
  /** @internal Pauses or resumes the arrival of the body. */
  flow: BodyFlow | null = null;
  private readonly body: Bytes = new Bytes(this.head.fields.buffer, 0, 0);
  private headStart: i32 = 0;
  private headEnd: i32 = 0;
  /** @internal Whether it has a buffer of its own, and may be kept by somebody. */
  isKept: bool = false;

  /** @internal Begins with a head that was parsed from `start` to `end`. */
  begin(start: i32, end: i32, remoteAddress: SocketAddress, nowNs: i64): void {
    this.remoteAddress = remoteAddress;
    this.startNs = nowNs;
    this.location.clear(this.head.fields.buffer, start);
    this.headStart = start;
    this.headEnd = end;
    this.isKept = false;
    this.paramNames = NO_NAMES;
    this.trailers = null;
    this.collected = null;
    this.flow = null;
    this.method = '';
    this.body.length = 0;
  }

  /** @internal Copies what it has of the buffer that it was received in, once: other bytes come there. */
  keep(): void {
    if (this.isKept) return;
    this.isKept = true;
    const start = this.headStart;
    const buffer = this.head.keep(start, this.headEnd);
    this.location.move(buffer, start);
    for (let i = 0; i < 2 * this.paramNames.length; i++) this.paramRanges[i] -= start;
    if (this.body.length > 0 && this.collected == null) {
      const copy = new StaticArray<u8>(this.body.length);
      copyBytes(this.body.buffer, this.body.start, copy, 0, copy.length);
      this.body.set(copy, 0, copy.length);
    }
  }

  /** @internal The whole body, in one piece. */
  setBody(buffer: StaticArray<u8>, start: i32, bytes: i32): void {
    this.body.set(buffer, start, bytes);
  }

  /** Its target as it was sent: path and query, or a whole URI. */
  get target(): string {
    return decodePlain(this.head.fields.buffer, this.head.targetStart, this.head.targetEnd);
  }

  /** Its path, decoded. */
  get path(): string {
    return this.location.path;
  }

  /** The version: 10 or 11, for 1.0 and 1.1. */
  get version(): i32 {
    return 10 + this.head.minor;
  }

  /** The host that was asked for, with its port if it was given: of a target that is a whole URI, else of `Host`. */
  get host(): string {
    const location = this.location;
    if (location.authorityStart == location.authorityEnd) return this.header('host');
    return decodePlain(location.buffer, location.authorityStart, location.authorityEnd);
  }

  /** Returns what stands in the path for a parameter of the route, decoded; `*`: for the rest. Empty: the route has no such parameter. */
  param(name: string): string {
    const i = this.paramNames.indexOf(name);
    if (i < 0) return '';
    return decodePercent(this.location.buffer, this.paramRanges[2 * i], this.paramRanges[2 * i + 1]);
  }

  /** Returns the first value that the query has for a name, decoded; empty: it has none. */
  query(name: string): string {
    const values: string[] = [];
    return this.location.query(name, values, 1) > 0 ? values[0] : '';
  }

  /** Whether the query has that name. */
  hasQuery(name: string): bool {
    return this.location.query(name, null, 1) > 0;
  }

  /** Returns all values that the query has for a name, decoded. */
  queryAll(name: string): string[] {
    const values: string[] = [];
    this.location.query(name, values, i32.MAX_VALUE);
    return values;
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

  /** The length of the body as announced; -1: it was not, since it comes in chunks or there is none. */
  get contentLength(): i64 {
    return this.head.framing.contentLength;
  }

  /** The body as UTF-8, for a route that gets it whole. */
  text(): string {
    return this.body.toString();
  }

  /** The body, for a route that gets it whole. Good as long as the request: `copy` what is kept. */
  bytes(): Bytes {
    return this.body;
  }

  /** Lets the rest of the body wait: a RequestHandler gets no more of it until `resume`, and the client has to wait. */
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

/** Who brings a body. */
export interface BodyFlow {
  /** Brings no more of it. */
  pauseBody(): void;
  /** Goes on. */
  resumeBody(): void;
}

function decodePlain(buffer: StaticArray<u8>, start: i32, end: i32): string {
  return new Bytes(buffer, start, end - start).toString();
}
