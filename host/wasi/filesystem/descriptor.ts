/** The resources of wasi:filesystem/types, for reading. */
import type { BigIntStats, Dirent } from 'node:fs';
import { createHmac, randomBytes } from 'node:crypto';
import type { Readiness } from '../poll/readiness.ts';
import { Resource } from '../resources.ts';
import { FileFailure } from './file-failure.ts';
import { FileInput } from './file-input.ts';
import { isSame } from './folder.ts';
import type { GuestFiles } from './guest-files.ts';
import { type Described, type OpenEntries, OpenFile, OpenFolder } from './open-object.ts';

/** `descriptor-type`, in WIT's order. */
const TYPES = [
  'unknown',
  'block-device',
  'character-device',
  'directory',
  'fifo',
  'symbolic-link',
  'regular-file',
  'socket',
] as const;

/** A name of a `descriptor-type`. */
export type DescriptorType = (typeof TYPES)[number];

/** Returns the index of a `descriptor-type`. */
export function typeIndex(type: DescriptorType): number {
  return TYPES.indexOf(type);
}

/** Returns the type of what is known of something, or of an entry of a folder. */
export function typeOf(known: BigIntStats | Dirent): DescriptorType {
  if (known.isFile()) return 'regular-file';
  if (known.isDirectory()) return 'directory';
  if (known.isSymbolicLink()) return 'symbolic-link';
  if (known.isFIFO()) return 'fifo';
  if (known.isSocket()) return 'socket';
  if (known.isCharacterDevice()) return 'character-device';
  return known.isBlockDevice() ? 'block-device' : 'unknown';
}

/** Keeps the numbers of the host's file systems from guests. */
const HASH_KEY = randomBytes(16);

/** Returns the `metadata-hash-value` of a file or folder: another one once it has changed. */
export function hashOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): [lower: bigint, upper: bigint] {
  const text = [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  const digest = createHmac('sha256', HASH_KEY).update(text).digest();
  return [digest.readBigUInt64LE(0), digest.readBigUInt64LE(8)];
}

/** What `open-at` is asked for. */
export interface OpenRequest {
  /** Whether a symbolic link at the end of the path is followed. */
  follows: boolean;
  mustBeFolder: boolean;
  /** Whether it is to be made or emptied, or to be open for writing. */
  mayChange: boolean;
}

/** The resource `descriptor`: a file or folder. */
export class Descriptor extends Resource {
  /** `object`: belongs to the descriptor from now on. */
  constructor(
    private readonly files: GuestFiles,
    private readonly object: Described,
  ) {
    super();
  }

  /** The regular file that it is, or why it is none. */
  get file(): OpenFile | FileFailure {
    if (this.object instanceof OpenFile) return this.object;
    return new FileFailure(this.object instanceof OpenFolder ? 'bad-descriptor' : 'not-permitted');
  }

  stat(): BigIntStats | FileFailure {
    return this.object.stat();
  }

  statAt(path: string, follows: boolean): BigIntStats | FileFailure {
    return this.inFolder((folder) => this.files.statAt(folder, path, follows));
  }

  openAt(path: string, { follows, mustBeFolder, mayChange }: OpenRequest): Descriptor | FileFailure {
    return this.inFolder((folder) => {
      if (mayChange) return new FileFailure('not-permitted');
      const opened = this.files.openAt(folder, path, follows, mustBeFolder);
      return opened instanceof FileFailure ? opened : new Descriptor(this.files, opened);
    });
  }

  readLinkAt(path: string): string | FileFailure {
    return this.inFolder((folder) => this.files.readLinkAt(folder, path));
  }

  readDirectory(): DirectoryEntryStream | FileFailure {
    return this.inFolder((folder) => {
      const entries = this.files.openEntries(folder);
      return entries instanceof FileFailure ? entries : new DirectoryEntryStream(entries);
    });
  }

  readViaStream(offset: number, readiness: Readiness): FileInput | FileFailure {
    const { file } = this;
    if (this.object instanceof OpenFolder) return new FileFailure('is-directory'); // as wasmtime says here, but not of `read`
    return file instanceof FileFailure ? file : new FileInput(file.share(), offset, readiness);
  }

  isSameAs(other: Descriptor): boolean {
    const one = this.stat();
    const two = other.stat();
    return !(one instanceof FileFailure) && !(two instanceof FileFailure) && isSame(one, two);
  }

  override drop(): void {
    this.object.release();
  }

  private inFolder<T>(act: (folder: OpenFolder) => T | FileFailure): T | FileFailure {
    return this.object instanceof OpenFolder ? act(this.object) : new FileFailure('not-directory');
  }
}

/** The resource `directory-entry-stream`. */
export class DirectoryEntryStream extends Resource {
  /** `entries`: belong to the stream from now on. */
  constructor(private readonly entries: OpenEntries) {
    super();
  }

  /** Returns the next entry; null after the last one. */
  next(): Dirent | null | FileFailure {
    return this.entries.next();
  }

  override drop(): void {
    this.entries.release();
  }
}
