/** wasi:filesystem for jco's code. */
import type { BigIntStats } from 'node:fs';
import {
  Descriptor as HostDescriptor,
  type DescriptorType,
  DirectoryEntryStream as HostEntries,
  hashOf,
  typeOf,
} from '../wasi/filesystem/descriptor.ts';
import { type FileErrorCode, FileFailure, failureOfOutcome } from '../wasi/filesystem/file-failure.ts';
import { MAX_READ_BYTES, offsetOf } from '../wasi/filesystem/types.ts';
import { Handle } from './handle.ts';
import { type Error, InputStream, type OutputStream } from './io.ts';
import type { Datetime } from './system.ts';
import { bytesOf } from './values.ts';
import type { FindWorld } from './world.ts';

/** wasi:filesystem/types `descriptor-flags`. */
export interface DescriptorFlags {
  read?: boolean;
  write?: boolean;
  fileIntegritySync?: boolean;
  dataIntegritySync?: boolean;
  requestedWriteSync?: boolean;
  mutateDirectory?: boolean;
}
/** wasi:filesystem/types `path-flags`. */
export interface PathFlags {
  symlinkFollow?: boolean;
}
/** wasi:filesystem/types `open-flags`. */
export interface OpenFlags {
  create?: boolean;
  directory?: boolean;
  exclusive?: boolean;
  truncate?: boolean;
}
/** wasi:filesystem/types `descriptor-stat`. */
export interface DescriptorStat {
  type: DescriptorType;
  linkCount: bigint;
  size: bigint;
  dataAccessTimestamp?: Datetime;
  dataModificationTimestamp?: Datetime;
  statusChangeTimestamp?: Datetime;
}
/** wasi:filesystem/types `directory-entry`. */
export interface DirectoryEntry {
  type: DescriptorType;
  name: string;
}
/** wasi:filesystem/types `metadata-hash-value`. */
export interface MetadataHashValue {
  lower: bigint;
  upper: bigint;
}

const NS_PER_SECOND = 1_000_000_000n;

/** Returns a value; throws the error code of a failure. */
function succeed<T>(value: T | FileFailure): T {
  if (value instanceof FileFailure) throw value.code;
  return value;
}

/** WASI 0.2 can't express times before 1970. */
function datetime(timeNs: bigint): Datetime | undefined {
  if (timeNs < 0n) return undefined;
  return { seconds: timeNs / NS_PER_SECOND, nanoseconds: Number(timeNs % NS_PER_SECOND) };
}

function statOf(stats: BigIntStats): DescriptorStat {
  return {
    type: typeOf(stats),
    linkCount: stats.nlink,
    size: stats.size,
    dataAccessTimestamp: datetime(stats.atimeNs),
    dataModificationTimestamp: datetime(stats.mtimeNs),
    statusChangeTimestamp: datetime(stats.ctimeNs),
  } as DescriptorStat;
}

function hashValue(stats: BigIntStats): MetadataHashValue {
  const [lower, upper] = hashOf(stats);
  return { lower, upper };
}

/** What a guest may not do: change something. */
function refuse(): never {
  throw 'not-permitted' satisfies FileErrorCode;
}

/** wasi:filesystem/types `descriptor`. Its methods throw error codes. */
export class Descriptor extends Handle<HostDescriptor> {
  readViaStream(offset: bigint): InputStream {
    const from = succeed(offsetOf(offset));
    return InputStream.of(this.world, succeed(this.resource.readViaStream(from, this.world.readiness)));
  }

  writeViaStream(_offset: bigint): OutputStream {
    return refuse();
  }

  appendViaStream(): OutputStream {
    return refuse();
  }

  advise(_offset: bigint, _length: bigint, _advice: string): void {
    succeed(this.resource.file);
  }

  syncData(): void {
    succeed(this.resource.stat());
  }

  sync(): void {
    succeed(this.resource.stat());
  }

  getFlags(): DescriptorFlags {
    return { read: true };
  }

  getType(): DescriptorType {
    return typeOf(succeed(this.resource.stat()));
  }

  setSize(_size: bigint): void {
    refuse();
  }

  setTimes(_access: object, _modification: object): void {
    refuse();
  }

  read(length: bigint, offset: bigint): [Uint8Array, boolean] {
    const file = succeed(this.resource.file);
    const from = succeed(offsetOf(offset));
    const into = new Uint8Array(
      Math.min(bytesOf(length, MAX_READ_BYTES), Math.max(file.knownBytes - from, 1)),
    );
    const bytes = succeed(file.read(into, 0, into.length, from));
    return [into.subarray(0, bytes), bytes === 0];
  }

  write(_buffer: Uint8Array, _offset: bigint): bigint {
    return refuse();
  }

  readDirectory(): DirectoryEntryStream {
    return DirectoryEntryStream.of(this.world, succeed(this.resource.readDirectory()));
  }

  createDirectoryAt(_path: string): void {
    refuse();
  }

  stat(): DescriptorStat {
    return statOf(succeed(this.resource.stat()));
  }

  statAt(pathFlags: PathFlags, path: string): DescriptorStat {
    return statOf(succeed(this.resource.statAt(path, pathFlags.symlinkFollow === true)));
  }

  setTimesAt(_pathFlags: PathFlags, _path: string, _access: object, _modification: object): void {
    refuse();
  }

  linkAt(_pathFlags: PathFlags, _oldPath: string, _to: object, _newPath: string): void {
    refuse();
  }

  openAt(pathFlags: PathFlags, path: string, openFlags: OpenFlags, flags: DescriptorFlags): Descriptor {
    const { create, directory, exclusive, truncate } = openFlags;
    const opened = this.resource.openAt(path, {
      follows: pathFlags.symlinkFollow === true,
      mustBeFolder: directory === true,
      mayChange: Boolean(create || exclusive || truncate || flags.write || flags.mutateDirectory),
    });
    return Descriptor.of(this.world, succeed(opened));
  }

  readlinkAt(path: string): string {
    return succeed(this.resource.readLinkAt(path));
  }

  removeDirectoryAt(_path: string): void {
    refuse();
  }

  renameAt(_oldPath: string, _to: object, _newPath: string): void {
    refuse();
  }

  symlinkAt(_oldPath: string, _newPath: string): void {
    refuse();
  }

  unlinkFileAt(_path: string): void {
    refuse();
  }

  /** `other`: an instance of this class, though jco's types declare another. */
  isSameObject(other: object): boolean {
    return this.resource.isSameAs((other as Descriptor).resource);
  }

  metadataHash(): MetadataHashValue {
    return hashValue(succeed(this.resource.stat()));
  }

  metadataHashAt(pathFlags: PathFlags, path: string): MetadataHashValue {
    return hashValue(succeed(this.resource.statAt(path, pathFlags.symlinkFollow === true)));
  }
}

/** wasi:filesystem/types `directory-entry-stream`. Its method throws error codes. */
export class DirectoryEntryStream extends Handle<HostEntries> {
  /** Returns the next entry, or undefined after the last one. */
  readDirectoryEntry(): DirectoryEntry | undefined {
    const entry = succeed(this.resource.next());
    return entry === null ? undefined : { type: typeOf(entry), name: entry.name };
  }
}

/** wasi:filesystem/types. */
export const types = {
  Descriptor,
  DirectoryEntryStream,
  /** `err`: an instance of this package's class, though jco's types declare another. */
  filesystemErrorCode(err: object): FileErrorCode | undefined {
    return failureOfOutcome((err as Error).outcome)?.code;
  },
};

/** Makes wasi:filesystem/preopens. */
export function makePreopens(find: FindWorld) {
  return {
    getDirectories(): [Descriptor, string][] {
      const world = find();
      return world.files
        .openPreopens()
        .map(([folder, name]) => [Descriptor.of(world, new HostDescriptor(world.files, folder)), name]);
    },
  };
}
