import { Connection } from '../../loop';
import { NOT_SUPPORTED } from '../../net';

/** A file that can be sent, or a folder. It is open until `close`. */
export abstract class StaticFile {
  /** Whether it is a folder; then nothing else is known of it. */
  isFolder: bool = false;
  /** How many bytes it has. */
  size: i64 = 0;
  /** When it was changed last, in whole seconds since 1970; 0: not known. */
  modifiedSeconds: i64 = 0;

  /** Makes a text that is another one for other contents of the same file, without quotes; empty: nothing is known. */
  abstract makeTag(): string;

  /**
   * Reads at most `limitBytes` bytes from `offset` on to the start of `buffer`. Returns how many; 0: the file ends there; or below 0 an
   * outcome. It may not wait for anything for long: nothing else is served meanwhile.
   */
  abstract read(buffer: StaticArray<u8>, offset: i64, limitBytes: i32): i32;

  /** Sends at most `bytes` bytes from `offset` on by a connection, past the program's memory. Returns as `Connection.sendFile`. */
  sendBy(connection: Connection, offset: i64, bytes: i64): i32 {
    return NOT_SUPPORTED;
  }

  /** Closes it. A second close is harmless. */
  close(): void {}
}

/** Where files come from that a server sends: a folder, or what was compiled in. */
export abstract class FileSource {
  /** Whether the last `find` returned null only because too much is open, so that it is worth while to try again. */
  isBusy: bool = false;

  /**
   * Opens what is at a path: segments with one slash between them, decoded; whatever else it is, it comes from the client. Returns null
   * where there is neither a regular file nor a folder, or where the path leads elsewhere. The caller closes the file.
   */
  abstract find(path: string): StaticFile | null;
}
