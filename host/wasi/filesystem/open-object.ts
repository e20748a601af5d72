/** What a guest has open in the host's file system. */
import { type BigIntStats, type Dir, type Dirent, closeSync, fstatSync, readSync } from 'node:fs';
import type { Engine, EngineSocket } from '../../engines/engine.ts';
import { FileFailure, attempt } from './file-failure.ts';
import type { Folder } from './folder.ts';

/** Something open, which descriptors and streams may share. */
export abstract class OpenObject {
  private users = 1;

  /** `closed`: told when it is closed. */
  constructor(private readonly closed: (object: OpenObject) => void) {}

  /** Adds a user. */
  share(): this {
    this.users++;
    return this;
  }

  /** Removes a user; with the last one it is closed. */
  release(): void {
    if (--this.users > 0) return;
    this.free();
    this.closed(this);
  }

  /** Frees what it has of the system. */
  abstract free(): void;
}

/** What a descriptor stands for. */
export abstract class Described extends OpenObject {
  /** Tells what is known of it now. */
  abstract stat(): BigIntStats | FileFailure;
}

/** A folder. */
export class OpenFolder extends Described {
  constructor(
    readonly folder: Folder,
    closed: (object: OpenObject) => void,
  ) {
    super(closed);
  }

  stat(): BigIntStats | FileFailure {
    return this.folder.stat();
  }

  free(): void {
    this.folder.close();
  }
}

/** A regular file. */
export class OpenFile extends Described {
  /** How many bytes it has, as far as is known: it may have changed since. */
  knownBytes: number;

  constructor(
    private readonly fd: number,
    { size }: BigIntStats,
    closed: (object: OpenObject) => void,
  ) {
    super(closed);
    this.knownBytes = Number(size);
  }

  stat(): BigIntStats | FileFailure {
    return attempt(() => fstatSync(this.fd, { bigint: true }));
  }

  /** Sends bytes by a socket within the kernel, as `Engine.sendFile`; undefined where that can't be done. */
  sendBy(engine: Engine, socket: EngineSocket, bytes: number, offset: number): number | undefined {
    return engine.sendFile?.(socket, this.fd, offset, bytes);
  }

  /** Reads to `at` in an array; returns how many bytes, 0 at the end. */
  read(into: Uint8Array, at: number, bytes: number, offset: number): number | FileFailure {
    const read = attempt(() => readSync(this.fd, into, at, bytes, offset));
    if (read instanceof FileFailure) return read;
    const end = offset + read;
    if (read > 0) this.knownBytes = read < bytes ? end : Math.max(this.knownBytes, end);
    else this.knownBytes = Math.min(this.knownBytes, offset);
    return read;
  }

  free(): void {
    closeSync(this.fd);
  }
}

/** A pipe, device or socket. It is not opened: to do so, or to read, could block the thread. */
export class OpenOther extends Described {
  constructor(
    private readonly stats: BigIntStats,
    closed: (object: OpenObject) => void,
  ) {
    super(closed);
  }

  stat(): BigIntStats {
    return this.stats;
  }

  free(): void {}
}

/** The entries of a folder, which are being read. */
export class OpenEntries extends OpenObject {
  constructor(
    private readonly entries: Dir,
    closed: (object: OpenObject) => void,
  ) {
    super(closed);
  }

  /** Returns the next one; null after the last one. */
  next(): Dirent | null | FileFailure {
    return attempt(() => this.entries.readSync());
  }

  free(): void {
    this.entries.closeSync();
  }
}
