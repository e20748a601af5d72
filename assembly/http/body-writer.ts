import { Connection } from '../loop';
import { Bytes, NOT_SUPPORTED, WOULD_BLOCK } from '../net';
import { BodySource } from './body-source';
import { ByteWriter } from './byte-writer';
import { hasNoBody } from './status';

/** Data up to this length is copied to be written together with the lines around it. */
const MAX_JOINED_BYTES: i32 = 16384;
/** The least of a piece: even where other connections hold all the memory, a response makes progress. */
const MIN_PIECE_BYTES: i32 = 512;

/** `pump`: the client has to take something first. */
export const WAITS: i32 = 0;
/** `pump`: the source has no more. */
export const COMPLETE: i32 = 1;

const piece = new Bytes(new StaticArray<u8>(0), 0, 0);

/** Writes the body of a response, framed as its head says. */
export class BodyWriter {
  /** Whether the response may have a body at all. */
  hasBody: bool = true;
  /** The length that was announced; -1: none. */
  announcedBytes: i64 = -1;
  /** How many bytes have been written. */
  sentBytes: i64 = 0;
  private isChunked: bool = false;

  /** Begins, and writes the fields that frame the body to the end of the head. `isHttp11`: the client knows chunks. */
  begin(head: ByteWriter, status: i32, length: i64, isHead: bool, isHttp11: bool): void {
    const isBodiless = hasNoBody(status);
    this.hasBody = !isHead && !isBodiless;
    this.announcedBytes = length;
    this.sentBytes = 0;
    this.isChunked = length < 0 && isHttp11 && !isBodiless;
    if (this.isChunked) head.writeText('Transfer-Encoding: chunked\r\n\r\n');
    else if (length >= 0 && !isBodiless) {
      head.writeText('Content-Length: ');
      head.writeNumber(length);
      head.writeText('\r\n\r\n');
    } else head.writeText('\r\n');
  }

  /** Whether the client knows where the body ends only by the end of the connection. */
  get endsWithConnection(): bool {
    return this.hasBody && !this.isChunked && this.announcedBytes < 0;
  }

  /** How many bytes are still to come, at most. */
  get restBytes(): i64 {
    return this.announcedBytes < 0 ? i64.MAX_VALUE : this.announcedBytes - this.sentBytes;
  }

  /** Writes a piece, of `restBytes` at most. Returns whether more is welcome. */
  write(connection: Connection, data: Bytes, scratch: ByteWriter): bool {
    this.sentBytes += data.length;
    if (!this.hasBody || data.length == 0) return !connection.isFull && connection.isOpen;
    if (!this.isChunked) return connection.write(data);
    scratch.reset();
    scratch.writeNumber(data.length, 16);
    scratch.writeText('\r\n');
    if (data.length > MAX_JOINED_BYTES) {
      connection.write(scratch.bytes);
      connection.write(data);
      return connection.writeText('\r\n');
    }
    scratch.write(data);
    scratch.writeText('\r\n');
    return connection.write(scratch.bytes);
  }

  /** Writes the end. False: bytes that were announced are missing. */
  end(connection: Connection): bool {
    if (!this.hasBody) return true;
    if (this.isChunked) connection.writeText('0\r\n\r\n');
    return this.announcedBytes <= this.sentBytes;
  }

  /** Writes what a source has, as much as the client takes. Returns WAITS, COMPLETE, or below 0 why the source failed. */
  pump(connection: Connection, source: BodySource, buffer: StaticArray<u8>, scratch: ByteWriter): i32 {
    while (!connection.isFull) {
      if (this.announcedBytes - this.sentBytes > MAX_JOINED_BYTES) {
        const sent = source.sendBy(connection, this.restBytes);
        if (sent > 0) this.sentBytes += sent;
        if (sent == WOULD_BLOCK) break;
        if (sent > 0) continue;
        if (sent != NOT_SUPPORTED) return sent;
      }
      const room = max(min(connection.writableBytes, buffer.length), MIN_PIECE_BYTES);
      const wanted = <i32>min<i64>(room, this.restBytes);
      const bytes = wanted == 0 ? 0 : source.read(buffer, wanted);
      if (bytes <= 0) return bytes == 0 ? COMPLETE : bytes;
      piece.set(buffer, 0, bytes);
      if (!this.write(connection, piece, scratch)) break;
    }
    return WAITS;
  }
}
