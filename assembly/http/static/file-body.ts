import { Connection } from '../../loop';
import { BodySource } from '../body-source';
import { IO_FAILURE } from '../../net';
import { StaticFile } from './file-source';

/** A part of a file as the body of a response. A file that has become shorter makes it fail; what has come at its end is not sent. */
export class FileBody extends BodySource {
  /** Takes the file over. */
  constructor(
    private file: StaticFile,
    private offset: i64,
    private restBytes: i64,
  ) {
    super();
  }

  read(buffer: StaticArray<u8>, limitBytes: i32): i32 {
    const wanted = <i32>min<i64>(limitBytes, this.restBytes);
    return wanted == 0 ? 0 : this.hasTaken(this.file.read(buffer, this.offset, wanted));
  }

  sendBy(connection: Connection, bytes: i64): i32 {
    return this.hasTaken(this.file.sendBy(connection, this.offset, min(bytes, this.restBytes)));
  }

  close(): void {
    this.file.close();
  }

  private hasTaken(bytes: i32): i32 {
    if (bytes == 0) return IO_FAILURE;
    if (bytes > 0) {
      this.offset += bytes;
      this.restBytes -= bytes;
    }
    return bytes;
  }
}
