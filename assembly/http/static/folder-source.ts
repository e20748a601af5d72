import { File, Folder } from '../../files';
import { Connection } from '../../loop';
import { IO_FAILURE, OUT_OF_MEMORY } from '../../net';
import { formatNumber } from '../../wasi';
import { FileSource, StaticFile } from './file-source';

/**
 * The files of a folder, as they are when they are asked for. Symbolic links are followed as long as they stay below what the host
 * offers.
 */
export class FolderSource extends FileSource {
  private openFiles: i32 = 0;

  constructor(
    private folder: Folder,
    /** How many files may be open at once: each is a response that is being sent, and takes a handle and a descriptor. */
    private maxOpenFiles: i32 = 1024,
  ) {
    super();
  }

  find(path: string): StaticFile | null {
    this.isBusy = this.openFiles >= this.maxOpenFiles;
    if (this.isBusy) return null;
    const file = this.folder.openFile(path);
    if (file != null) {
      this.openFiles++;
      return new FolderFile(this, file);
    }
    const outcome = Folder.lastError;
    this.isBusy = outcome == IO_FAILURE || outcome == OUT_OF_MEMORY; // perhaps too many are open in the host
    return null;
  }

  /** @internal Counts a file that has been closed. */
  countClosed(): void {
    this.openFiles--;
  }
}

/** A file of a folder. */
class FolderFile extends StaticFile {
  private isOpen: bool = true;

  constructor(
    private source: FolderSource,
    private file: File,
  ) {
    super();
    this.isFolder = file.isFolder;
    this.size = file.size;
    this.modifiedSeconds = file.modifiedSeconds;
  }

  makeTag(): string {
    const seconds = this.modifiedSeconds;
    if (seconds == 0) return '';
    return (
      formatNumber(<u32>seconds, 16) +
      formatNumber(<u32>(this.size >> 32), 16) +
      '-' +
      formatNumber(<u32>this.size, 16)
    );
  }

  read(buffer: StaticArray<u8>, offset: i64, limitBytes: i32): i32 {
    return this.file.read(buffer, offset, limitBytes);
  }

  sendBy(connection: Connection, offset: i64, bytes: i64): i32 {
    return connection.sendFile(this.file, offset, bytes);
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.file.close();
    this.source.countClosed();
  }
}
