import { Bytes } from '../net';
import { copyBytes } from '../wasi';
import { Connection } from './connection';
import { ConnectionHandler } from './connection-handler';

const NEW_LINE: u8 = 0x0a;

/**
 * Handles a connection line by line. A line ends with a line feed, which is not part of it; the last one may lack it.
 *
 * While the peer does not take the answers, its further lines wait, and it is not read.
 */
export abstract class LineHandler extends ConnectionHandler {
  /** What has arrived and was not handed on: the beginning of a line, or lines that wait. */
  private rest: StaticArray<u8> = new StaticArray<u8>(0);
  private restBytes: i32 = 0;
  private isWaiting: bool = false;
  private hasEnded: bool = false;
  private hasGivenUp: bool = false;
  private line: Bytes = new Bytes(this.rest, 0, 0);

  /** `limitBytes`: the longest line. */
  constructor(private limitBytes: i32 = 4096) {
    super();
  }

  /** A line has arrived. It is good until this returns: `copy` what is kept. */
  abstract onLine(connection: Connection, line: Bytes): void;

  /** A line is longer than `limitBytes`; nothing more is handed on. Unless overridden, the connection closes. */
  onTooLong(connection: Connection): void {
    connection.close();
  }

  onData(connection: Connection, data: Bytes): void {
    if (this.restBytes == 0) {
      const used = this.split(connection, data.buffer, data.start, data.length, 0);
      this.keep(data.buffer, data.start + used, data.length - used);
    } else {
      const known = this.restBytes;
      this.keep(data.buffer, data.start, data.length);
      this.splitRest(connection, known);
    }
  }

  onWritable(connection: Connection): void {
    if (!this.isWaiting) return;
    this.isWaiting = false;
    connection.resume();
    this.splitRest(connection, 0);
    if (this.hasEnded && !this.isWaiting) this.handOnLast(connection);
  }

  onEnd(connection: Connection): void {
    this.hasEnded = true;
    if (!this.isWaiting) this.handOnLast(connection);
  }

  private handOnLast(connection: Connection): void {
    this.line.set(this.rest, 0, this.restBytes);
    if (this.restBytes > 0 && connection.isOpen) this.onLine(connection, this.line);
    connection.close();
  }

  /** Hands on the lines of a piece, in whose first `known` bytes no line ends. Returns how many bytes that were. */
  private split(connection: Connection, buffer: StaticArray<u8>, start: i32, bytes: i32, known: i32): i32 {
    let used = 0;
    while (connection.isOpen && used < bytes && !this.hasGivenUp) {
      if (connection.isFull) {
        this.isWaiting = true;
        connection.pause();
        return used;
      }
      const line = this.line;
      line.set(buffer, start + used, bytes - used);
      const end = line.indexOf(NEW_LINE, known);
      known = 0;
      if (end > this.limitBytes || (end < 0 && line.length > this.limitBytes)) {
        this.hasGivenUp = true;
        this.onTooLong(connection);
      } else if (end < 0) return used;
      else {
        line.length = end;
        used += end + 1;
        this.onLine(connection, line);
      }
    }
    return bytes; // closed: the rest is nobody's
  }

  private splitRest(connection: Connection, known: i32): void {
    const used = this.split(connection, this.rest, 0, this.restBytes, known);
    this.restBytes -= used;
    if (this.restBytes > 0) copyBytes(this.rest, used, this.rest, 0, this.restBytes);
    else if (this.rest.length > this.limitBytes) this.rest = new StaticArray<u8>(0); // what is quick to have again is not kept
  }

  /** Puts bytes behind the rest. */
  private keep(buffer: StaticArray<u8>, start: i32, bytes: i32): void {
    if (bytes == 0) return;
    const needed = this.restBytes + bytes;
    if (needed > this.rest.length) {
      const rest = new StaticArray<u8>(max(needed, this.rest.length << 1));
      copyBytes(this.rest, 0, rest, 0, this.restBytes);
      this.rest = rest;
    }
    copyBytes(buffer, start, this.rest, this.restBytes, bytes);
    this.restBytes = needed;
  }
}
