import { Bytes } from '../net';
import { copyBytes } from '../wasi';
import { ConnectionHandler } from './transport';

const NEW_LINE: u8 = 0x0a;

/**
 * Handles a connection line by line. A line ends with a line feed, which is not part of it; the last one may lack it.
 *
 * While the peer does not read the answers, its further lines wait, and nothing more is received from it.
 */
export abstract class LineHandler extends ConnectionHandler {
  /** What has arrived and was not delivered: the beginning of a line, or lines that wait. */
  private rest: StaticArray<u8> = new StaticArray<u8>(0);
  private restBytes: i32 = 0;
  private isWaiting: bool = false;
  private hasEnded: bool = false;
  private hasGivenUp: bool = false;
  private line: Bytes = new Bytes(this.rest, 0, 0);

  /** `limitBytes`: the length of the longest line. */
  constructor(private limitBytes: i32 = 4096) {
    super();
  }

  /** A line has arrived. It is good until this returns: `copy` what is kept. */
  abstract onLine(line: Bytes): void;

  /** A line is longer than `limitBytes`; no further line is delivered. Unless overridden, the connection closes. */
  onTooLong(): void {
    this.connection.close();
  }

  onData(data: Bytes): void {
    if (this.restBytes == 0) {
      const used = this.split(data.buffer, data.start, data.length, 0);
      this.keep(data.buffer, data.start + used, data.length - used);
    } else {
      const known = this.restBytes;
      this.keep(data.buffer, data.start, data.length);
      this.splitRest(known);
    }
  }

  onWritable(): void {
    if (!this.isWaiting) return;
    this.isWaiting = false;
    this.connection.resume();
    this.splitRest(0);
    if (this.hasEnded && !this.isWaiting) this.deliverLast();
  }

  onEnd(): void {
    this.hasEnded = true;
    if (!this.isWaiting) this.deliverLast();
  }

  private deliverLast(): void {
    const connection = this.connection;
    this.line.set(this.rest, 0, this.restBytes);
    if (this.restBytes > 0 && connection.isOpen) this.onLine(this.line);
    connection.close();
  }

  /** Delivers the lines of a piece, in whose first `known` bytes no line ends. Returns how many bytes that were. */
  private split(buffer: StaticArray<u8>, start: i32, bytes: i32, known: i32): i32 {
    const connection = this.connection;
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
        this.onTooLong();
      } else if (end < 0) return used;
      else {
        line.length = end;
        used += end + 1;
        this.onLine(line);
      }
    }
    return bytes; // closed: the rest is dropped
  }

  private splitRest(known: i32): void {
    const used = this.split(this.rest, 0, this.restBytes, known);
    this.restBytes -= used;
    if (this.restBytes > 0) copyBytes(this.rest, used, this.rest, 0, this.restBytes);
    else if (this.rest.length > this.limitBytes) this.rest = new StaticArray<u8>(0); // a small one is kept for the next line
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
