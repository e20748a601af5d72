/** Follows paths that a guest gives, component by component, so that none leads out of the folder where it starts. */
import { readlinkSync } from 'node:fs';
import { sep } from 'node:path';
import { FileFailure, attempt } from './file-failure.ts';
import type { Folder } from './folder.ts';

/** The most links of one path. Source: `man 7 path_resolution`. */
const MAX_LINKS = 40;
/** The longest path, a link's included, in bytes. Source: `man 7 path_resolution`, PATH_MAX. */
const MAX_PATH_BYTES = 4096;
/** What separates names, or has a meaning in them, on systems of another kind. */
const NOT_IN_NAMES = sep === '/' ? /\0/ : /[\0\\:]/;

/** What `act` of a walk returns for a symbolic link that is to be followed. */
export const IS_LINK = Symbol('is a link');

/** Returns the components of a path, the last one first, or why it can't be followed. */
function componentsOf(path: string): string[] | FileFailure {
  if (path.startsWith('/')) return new FileFailure('not-permitted');
  if (Buffer.byteLength(path) >= MAX_PATH_BYTES) return new FileFailure('name-too-long');
  if (NOT_IN_NAMES.test(path)) return new FileFailure('invalid');
  const names = path.split('/').filter((name) => name !== '');
  if (names.length === 0) return new FileFailure('no-entry');
  if (path.endsWith('/')) names.push('.'); // it must be a folder
  return names.toReversed();
}

/** Where a walk is. */
class Walk {
  /** The folders that it went into, from the one where it has started. */
  private readonly folders: Folder[];
  private readonly names: string[] = [];
  private links = 0;

  constructor(start: Folder) {
    this.folders = [start];
  }

  get folder(): Folder {
    return this.folders.at(-1)!;
  }

  /** Has it follow a path before what it had to follow. */
  prepend(path: string): FileFailure | undefined {
    const names = componentsOf(path);
    if (names instanceof FileFailure) return names;
    this.names.push(...names);
    return undefined;
  }

  /** Goes on to the last component, and returns its name. */
  advance(): string | FileFailure {
    for (;;) {
      const name = this.names.pop()!;
      if (name !== '..' && this.names.length === 0) return name;
      const failed = name === '..' ? this.leave() : this.enter(name);
      if (failed !== undefined) return failed;
    }
  }

  /** Has it follow the link of that name. */
  follow(name: string): FileFailure | undefined {
    if (++this.links > MAX_LINKS) return new FileFailure('loop');
    const target = attempt(() => readlinkSync(this.folder.at(name)));
    return target instanceof FileFailure ? target : this.prepend(target);
  }

  close(): void {
    for (const folder of this.folders.slice(1)) folder.close();
  }

  private enter(name: string): FileFailure | undefined {
    if (name === '.') return undefined;
    const next = this.folder.enter(name);
    if (!(next instanceof FileFailure)) this.folders.push(next);
    else if (next.code === 'not-directory') {
      const failed = this.follow(name);
      return failed?.code === 'invalid' ? next : failed; // it was no link
    } else return next;
    return undefined;
  }

  private leave(): FileFailure | undefined {
    if (this.folders.length === 1) return new FileFailure('not-permitted');
    this.folders.pop()!.close();
    if (this.names.length === 0) this.names.push('.');
    return undefined;
  }
}

/**
 * Follows a path from a folder to its last component, calls `act` with the folder where that is and its name, and returns what that returns.
 * `act` is called again, with where the link leads, when it returns IS_LINK. The folder is open only until `act` returns.
 */
export function walk<T>(
  start: Folder,
  path: string,
  act: (folder: Folder, name: string) => T | typeof IS_LINK | FileFailure,
): T | FileFailure {
  const way = new Walk(start);
  try {
    let failed = way.prepend(path);
    while (failed === undefined) {
      const name = way.advance();
      if (name instanceof FileFailure) return name;
      const outcome = act(way.folder, name);
      if (outcome !== IS_LINK) return outcome;
      failed = way.follow(name);
    }
    return failed;
  } finally {
    way.close();
  }
}
