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
    if (wanted == 0) return 0;
    const bytes = this.file.read(buffer, this.offset, wanted);
    if (bytes == 0) return IO_FAILURE;
    if (bytes > 0) {
      this.offset += bytes;
      this.restBytes -= bytes;
    }
    return bytes;
  }

  close(): void {
    this.file.close();
  }
}
