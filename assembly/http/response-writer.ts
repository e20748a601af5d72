import { Connection } from '../loop';
import { Bytes } from '../net';
import { BodySource } from './body-source';
import { BodyWriter, COMPLETE, WAITS } from './body-writer';
import { ByteWriter } from './byte-writer';
import { ResponseHeaders } from './response-headers';
import { ResponseOwner } from './response-owner';

const OPEN: i32 = 0;
/** The last headers are being added. */
const STARTING: i32 = 1;
const STARTED: i32 = 2;
const ENDED: i32 = 3;

/** The head and the body of a response on their way to the connection: what `Response` says in words of HTTP is written here. */
export class ResponseWriter {
  /** @internal Whether the request was HEAD. */
  isHead: bool = false;
  /** @internal */
  isHttp11: bool = true;
  protected owner: ResponseOwner | null = null;
  protected code: i32 = 200;
  protected isBroken: bool = false;
  protected readonly headers: ResponseHeaders = new ResponseHeaders();
  protected readonly body: BodyWriter = new BodyWriter();
  private connection: Connection | null = null;
  private state: i32 = OPEN;
  private source: BodySource | null = null;

  /** @internal Begins the response to a request of that connection. */
  begin(connection: Connection, owner: ResponseOwner): void {
    this.connection = connection;
    this.owner = owner;
    this.code = 200;
    this.state = OPEN;
    this.headers.reset();
    this.isHead = this.isBroken = false;
    this.isHttp11 = true;
    this.body.sentBytes = 0;
  }

  /** @internal Ends it: the client has gone. */
  abandon(): void {
    this.state = ENDED;
    this.owner = null;
    this.closeSource();
  }

  /** Whether the head has been written. */
  get isStarted(): bool {
    return this.state >= STARTED;
  }

  /** Whether all has been written, or the client has gone. */
  get isEnded(): bool {
    return this.state == ENDED;
  }

  /** @internal Writes what the source has, as much as the client takes. */
  pump(buffer: StaticArray<u8>): void {
    const source = this.source;
    if (source == null) return;
    const connection = this.connection!;
    const outcome = this.body.pump(connection, source, buffer, this.owner!.scratch);
    if (outcome == COMPLETE) return this.endPieces();
    if (outcome == WAITS) return;
    this.report('the body could not be read to its end');
    connection.abort();
  }

  protected get isOpen(): bool {
    return this.state == OPEN;
  }

  /** Writes the head. Returns where a body that is sent with it goes; null: it has been started before, or the client has gone. */
  protected start(length: i64): ByteWriter | null {
    const owner = this.owner;
    if (owner == null) return null;
    if (this.state != OPEN) {
      this.report('the response has been started before');
      return null;
    }
    this.state = STARTING;
    owner.onResponseStart();
    let bodyBytes = length;
    if (this.isBroken) {
      this.code = 500;
      this.headers.reset();
      bodyBytes = 0;
    }
    this.state = STARTED;
    const closes = this.headers.closes || (bodyBytes < 0 && !this.isHttp11);
    const head = owner.writeHead(this.code, this.headers.writer.bytes, closes);
    this.body.begin(head, this.code, bodyBytes, this.isHead, this.isHttp11);
    if (!this.isBroken) return head;
    this.finish(head, 0);
    return null;
  }

  /** Sends a response that is whole. */
  protected finish(head: ByteWriter | null, bytes: i32): void {
    if (head == null) return;
    this.body.sentBytes = bytes;
    this.connection!.write(head.bytes);
    this.markEnded();
  }

  /** Starts a response whose body comes from a source. */
  protected startSource(source: BodySource): void {
    const head = this.start(this.headers.announcedBytes);
    if (head == null) return source.close();
    this.connection!.write(head.bytes);
    this.source = source;
    if (this.body.hasBody) this.owner!.onSource();
    else this.endPieces();
  }

  protected writePiece(data: Bytes): bool {
    if (!this.startPieces()) return false;
    const body = this.body;
    if (data.length <= body.restBytes) return body.write(this.connection!, data, this.owner!.scratch);
    this.report('the body is longer than the length that was announced');
    this.connection!.abort();
    return false;
  }

  protected endPieces(): void {
    if (this.state == OPEN && this.headers.announcedBytes < 0) this.headers.announcedBytes = 0;
    if (!this.startPieces()) return;
    const connection = this.connection!;
    if (this.body.end(connection)) return this.markEnded();
    this.report('the body ends before the length that was announced');
    connection.abort();
  }

  protected dropConnection(): void {
    if (this.owner != null && this.state != ENDED) this.connection!.abort();
  }

  protected report(problem: string): void {
    const owner = this.owner;
    if (owner != null) owner.report(problem);
  }

  private startPieces(): bool {
    if (this.state == STARTED) return true;
    const head = this.start(this.headers.announcedBytes);
    if (head == null) return false;
    this.connection!.write(head.bytes);
    return true;
  }

  private markEnded(): void {
    this.state = ENDED;
    this.closeSource();
    this.owner!.onResponseEnd(this.body.endsWithConnection);
  }

  private closeSource(): void {
    const source = this.source;
    this.source = null;
    if (source != null) source.close();
  }
}
