/**
 * Folders of the host, in which single names are looked up and links are not followed: so no name leads out of one.
 *
 * On Linux a folder is a descriptor, and `/proc/self/fd/N/NAME` names what is in it, whatever is moved or replaced meanwhile: this is what
 * `openat` does, which Node does not have. Elsewhere it is a path, and before each use it is looked whether that still leads to it.
 */
import {
  type BigIntStats,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  realpathSync,
} from 'node:fs';
import { sep } from 'node:path';
import { FileFailure, attempt } from './file-failure.ts';

/** Opens nothing, only keeps a place in the file system. Source: `man 2 open`; Node has no name for it. */
const O_PATH = 0o10000000;
/** Windows lacks some of them. */
const { O_RDONLY, O_DIRECTORY = 0, O_NOFOLLOW = 0, O_NONBLOCK = 0, O_NOCTTY = 0 } = constants;
const DESCRIPTORS = '/proc/self/fd';
/** Whether folders can be descriptors here. */
const HAS_DESCRIPTORS = process.platform === 'linux' && existsSync(DESCRIPTORS);

/** A file to read from, with what is known of it. */
export interface OpenedFile {
  fd: number;
  stats: BigIntStats;
}

/** A folder. `name`: a single name, or `.`. */
export abstract class Folder {
  /** Returns a path that leads to a name in it, for calls which do not follow links. */
  abstract at(name: string): string;
  /** Opens the folder of that name; what is none, a link to one for example, is a failure. */
  abstract enter(name: string): Folder | FileFailure;
  /** Tells what is known of it. */
  abstract stat(): BigIntStats | FileFailure;
  abstract close(): void;

  /** Tells what is known of a name; a link is not followed. */
  look(name: string): BigIntStats | FileFailure {
    const stats = attempt(() => lstatSync(this.at(name), { bigint: true, throwIfNoEntry: false }));
    return stats ?? new FileFailure('no-entry');
  }

  /** Opens what was looked at and is a regular file: to open others could block the thread, or set a device going. */
  openFile(name: string, looked: Pick<BigIntStats, 'dev' | 'ino'>): OpenedFile | FileFailure {
    const flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
    const fd = attempt(() => openSync(this.at(name), flags));
    if (typeof fd !== 'number') return fd;
    const stats = attempt(() => fstatSync(fd, { bigint: true }));
    if (!(stats instanceof FileFailure) && isSame(stats, looked)) return { fd, stats };
    closeSync(fd);
    return stats instanceof FileFailure ? stats : new FileFailure('busy'); // it was replaced meanwhile
  }
}

/** Whether two looks have seen the same file or folder. */
export function isSame(
  one: Pick<BigIntStats, 'dev' | 'ino'>,
  other: Pick<BigIntStats, 'dev' | 'ino'>,
): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}

/** A folder that is a descriptor. */
class DescribedFolder extends Folder {
  constructor(private readonly fd: number) {
    super();
  }

  static open(path: string, flags = 0): Folder | FileFailure {
    const fd = attempt(() => openSync(path, O_PATH | O_DIRECTORY | flags));
    return typeof fd === 'number' ? new DescribedFolder(fd) : fd;
  }

  at(name: string): string {
    return `${DESCRIPTORS}/${this.fd}/${name}`;
  }

  enter(name: string): Folder | FileFailure {
    return DescribedFolder.open(this.at(name), O_NOFOLLOW);
  }

  stat(): BigIntStats | FileFailure {
    return attempt(() => fstatSync(this.fd, { bigint: true }));
  }

  close(): void {
    closeSync(this.fd);
  }
}

/** A folder that is a path. */
class NamedFolder extends Folder {
  private constructor(
    private readonly path: string,
    private readonly opened: BigIntStats,
  ) {
    super();
  }

  static open(path: string): Folder | FileFailure {
    const stats = attempt(() => lstatSync(path, { bigint: true }));
    if (stats instanceof FileFailure) return stats;
    return stats.isDirectory() ? new NamedFolder(path, stats) : new FileFailure('not-directory');
  }

  at(name: string): string {
    return this.path + sep + name;
  }

  enter(name: string): Folder | FileFailure {
    const stats = this.stat();
    if (stats instanceof FileFailure) return stats;
    return name === '.' ? new NamedFolder(this.path, this.opened) : NamedFolder.open(this.at(name));
  }

  stat(): BigIntStats | FileFailure {
    const stats = attempt(() => lstatSync(this.path, { bigint: true }));
    if (stats instanceof FileFailure || isSame(stats, this.opened)) return stats;
    return new FileFailure('no-entry'); // something else has its name now
  }

  override look(name: string): BigIntStats | FileFailure {
    const own = this.stat();
    return own instanceof FileFailure ? own : super.look(name);
  }

  close(): void {}
}

/** Opens the folder at a path of the host's; there links are followed. `hasDescriptors`: whether it may be a descriptor. */
export function openRoot(path: string, hasDescriptors = HAS_DESCRIPTORS): Folder | FileFailure {
  if (hasDescriptors) return DescribedFolder.open(path);
  const real = attempt(() => realpathSync(path));
  return typeof real === 'string' ? NamedFolder.open(real) : real;
}
