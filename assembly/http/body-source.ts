import { Connection } from '../loop';
import { Bytes, NOT_SUPPORTED } from '../net';
import { copyBytes } from '../wasi';

/** Where the body of a response comes from, piece by piece, as the client takes it. */
export abstract class BodySource {
  /**
   * Reads at most `limitBytes` bytes to the start of `buffer`. Returns how many; 0: that was all; below 0: it failed, and the
   * response is cut off. It may not wait for anything for long: nothing else is served meanwhile.
   */
  abstract read(buffer: StaticArray<u8>, limitBytes: i32): i32;

  /**
   * Sends at most `bytes` bytes by the connection, past the program's memory, and counts them as read. Returns as `Connection.sendFile`;
   * the end is a failure.
   */
  sendBy(connection: Connection, bytes: i64): i32 {
    return NOT_SUPPORTED;
  }

  /** Called once, when all has been read or the client has gone. */
  close(): void {}
}

/** Bytes in memory as a source; they are not copied, and must not change. */
export class BytesSource extends BodySource {
  private position: i32 = 0;

  constructor(private data: Bytes) {
    super();
  }

  read(buffer: StaticArray<u8>, limitBytes: i32): i32 {
    const bytes = min(limitBytes, this.data.length - this.position);
    copyBytes(this.data.buffer, this.data.start + this.position, buffer, 0, bytes);
    this.position += bytes;
    return bytes;
  }
}
