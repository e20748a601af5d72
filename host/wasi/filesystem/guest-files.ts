import { type BigIntStats, opendirSync, readlinkSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { NO_OBSERVER, type SocketObserver } from '../sockets/observer.ts';
import { FileFailure, attempt } from './file-failure.ts';
import { type Folder, openRoot } from './folder.ts';
import {
  type Described,
  OpenEntries,
  OpenFile,
  OpenFolder,
  type OpenObject,
  OpenOther,
} from './open-object.ts';
import { IS_LINK, walk } from './walk.ts';

/** How often a name is looked at that is given to another file between the look and the opening. */
const MAX_LOOKS = 3;

/** A folder that is offered: the guest's name of it, and its path. */
export type Preopen = readonly [name: string, path: string];

/** The files that one guest may read: those below the folders that it is offered. They are open until `close`. */
export class GuestFiles {
  private readonly roots = new Map<string, OpenFolder>();
  private readonly open = new Set<OpenObject>();

  /** `observer`: limits how many files and sockets there are together. */
  constructor(
    private readonly preopens: readonly Preopen[] = [],
    private readonly observer: SocketObserver = NO_OBSERVER,
  ) {}

  /** Opens the folders that are offered, those that are still there. */
  openPreopens(): [folder: OpenFolder, name: string][] {
    return this.preopens.flatMap(([name, path]) => {
      const root = this.roots.get(name) ?? this.openRoot(path);
      if (root instanceof FileFailure) return [];
      this.roots.set(name, root);
      return [[root.share(), name]];
    });
  }

  /** Opens what is at a path below a folder. */
  openAt(
    { folder: start }: OpenFolder,
    path: string,
    follows: boolean,
    mustBeFolder: boolean,
  ): Described | FileFailure {
    if (!this.observer.mayOpen()) return new FileFailure('io'); // which a host that is out of files says
    return walk(start, path, (folder, name) => {
      for (let looks = 1; ; looks++) {
        const opened = this.openName(folder, name, follows, mustBeFolder);
        const wasReplaced = opened instanceof FileFailure && opened.code === 'busy';
        if (!wasReplaced || looks === MAX_LOOKS) return opened;
      }
    });
  }

  /** Tells what is known of what is at a path below a folder. */
  statAt({ folder: start }: OpenFolder, path: string, follows: boolean): BigIntStats | FileFailure {
    return walk(start, path, (folder, name) => {
      const stats = folder.look(name);
      return !(stats instanceof FileFailure) && stats.isSymbolicLink() && follows ? IS_LINK : stats;
    });
  }

  /** Returns what a symbolic link leads to. An absolute path is not told: the guest has no use for it. */
  readLinkAt({ folder: start }: OpenFolder, path: string): string | FileFailure {
    return walk(start, path, (folder, name) => {
      const target = attempt(() => readlinkSync(folder.at(name)));
      return typeof target === 'string' && isAbsolute(target) ? new FileFailure('not-permitted') : target;
    });
  }

  /** Starts to read the entries of a folder. */
  openEntries({ folder }: OpenFolder): OpenEntries | FileFailure {
    if (!this.observer.mayOpen()) return new FileFailure('io');
    const entries = attempt(() => opendirSync(folder.at('.')));
    return entries instanceof FileFailure ? entries : this.add(new OpenEntries(entries, this.closed));
  }

  /** Closes all that is open. */
  close(): void {
    for (const object of this.open) object.free();
    this.open.clear();
  }

  private openName(
    folder: Folder,
    name: string,
    follows: boolean,
    mustBeFolder: boolean,
  ): Described | typeof IS_LINK | FileFailure {
    const stats = folder.look(name);
    if (stats instanceof FileFailure) return stats;
    if (stats.isSymbolicLink()) return follows ? IS_LINK : new FileFailure('loop');
    if (stats.isDirectory()) {
      const opened = folder.enter(name);
      return opened instanceof FileFailure ? opened : this.add(new OpenFolder(opened, this.closed));
    }
    if (mustBeFolder) return new FileFailure('not-directory');
    if (!stats.isFile()) return this.add(new OpenOther(stats, this.closed));
    const opened = folder.openFile(name, stats);
    if (opened instanceof FileFailure) return opened;
    return this.add(new OpenFile(opened.fd, opened.stats, this.closed));
  }

  private openRoot(path: string): OpenFolder | FileFailure {
    const folder = openRoot(path);
    return folder instanceof FileFailure ? folder : this.add(new OpenFolder(folder, this.closed));
  }

  private add<O extends OpenObject>(object: O): O {
    this.open.add(object);
    this.observer.fileOpened();
    return object;
  }

  private readonly closed = (object: OpenObject): void => {
    this.open.delete(object);
    this.observer.fileClosed();
  };
}

/** Offers nothing. */
export const NO_FILES = new GuestFiles();
