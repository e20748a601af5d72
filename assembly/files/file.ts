import {
  Descriptor,
  FileStat,
  INVALID_ARGUMENT,
  INVALID_STATE,
  IS_DIRECTORY,
  closeFile,
  readFile,
} from '../wasi';
import { TcpStream } from '../net';

/** What is behind a path: usually a file that can be read. It is open until `close`. */
export class File {
  private isOpen: bool = true;

  /** Of no use to others: `Folder.openFile` opens files. */
  constructor(
    private descriptor: Descriptor,
    private stat: FileStat,
  ) {}

  /** How many bytes it had when it was opened; it may grow or shrink later. */
  get size(): i64 {
    return this.stat.size;
  }

  /** When its bytes were changed last, before it was opened: whole seconds since 1970; 0: the host does not say. */
  get modifiedSeconds(): i64 {
    return this.stat.modifiedSeconds;
  }

  /** Whether it is a folder, which can't be read. */
  get isFolder(): bool {
    return this.stat.isFolder;
  }

  /**
   * Reads at most `limitBytes` bytes from `offset` in the file on, to `start` in the buffer. Blocks the whole instance until it has.
   *
   * Returns the bytes read, which may be fewer; 0 at the end; IS_DIRECTORY; INVALID_ARGUMENT (the bytes don't fit into the buffer, or the
   * offset is below 0); INVALID_STATE (closed); or another failure, such as IO_FAILURE.
   */
  read(buffer: StaticArray<u8>, offset: i64, limitBytes: i32, start: i32 = 0): i32 {
    if (!this.isOpen) return INVALID_STATE;
    if (this.isFolder) return IS_DIRECTORY; // some hosts give another reason
    if (offset < 0 || start < 0 || limitBytes <= 0 || start > buffer.length - limitBytes)
      return INVALID_ARGUMENT;
    return readFile(this.descriptor, offset, buffer, start, limitBytes);
  }

  /**
   * Sends at most `limitBytes` bytes from `offset` in the file on by a stream, without waiting. Returns as `TcpStream.sendFile`, or
   * INVALID_STATE (closed).
   */
  sendBy(stream: TcpStream, offset: i64, limitBytes: i32): i32 {
    return this.isOpen ? stream.sendFile(this.descriptor, offset, limitBytes) : INVALID_STATE;
  }

  /** Closes it. A second close is harmless. */
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    closeFile(this.descriptor);
  }
}
