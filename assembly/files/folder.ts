import {
  Descriptor,
  FileStat,
  INVALID_ARGUMENT,
  INVALID_STATE,
  NOT_PERMITTED,
  NOT_SUPPORTED,
  Preopen,
  closeFile,
  getPreopens,
  openAt,
  statAt,
  statFile,
} from '../wasi';
import { File } from './file';
import { isPathBelow, normalized, pathWithin } from './path';

let preopens: Preopen[] | null = null;

/** Returns the folders that the host offers, for as long as the program runs. */
function offered(): Preopen[] {
  let known = preopens;
  if (known == null) preopens = known = getPreopens();
  return known;
}

/** A folder that the host lets the program read: one that it offers, or one below it. */
export class Folder {
  /** Why the last `open` or `openFile` returned null, an outcome. */
  static lastError: i32 = 0;

  /** Of no use to others: `Folder.open` opens folders. */
  constructor(
    private descriptor: Descriptor,
    private isOffered: bool,
  ) {}

  /**
   * Opens a folder by the name that the program knows it by: that of a folder which the host offers, or a path below one, such as
   * `site/images` where `site` is offered. Of several that fit, the one with the longest name is taken.
   *
   * Returns null, and `lastError` is NOT_PERMITTED (the host offers neither it nor a folder above it), NOT_FOUND, NOT_DIRECTORY,
   * INVALID_ARGUMENT (see `openFile`) or another failure.
   */
  static open(path: string): Folder | null {
    const wanted = normalized(path);
    const offers = offered();
    let best: Preopen | null = null;
    let rest = '';
    for (let i = 0; i < offers.length; i++) {
      const within = pathWithin(normalized(offers[i].name), wanted);
      if (within == null || (best != null && within.length >= rest.length)) continue;
      best = offers[i];
      rest = within;
    }
    if (best == null) Folder.lastError = NOT_PERMITTED;
    else if (rest.length == 0) return new Folder(best.descriptor, true);
    else {
      const descriptor = isPathBelow(rest) ? openAt(best.descriptor, rest, true) : INVALID_ARGUMENT;
      if (descriptor >= 0) return new Folder(descriptor, false);
      Folder.lastError = descriptor;
    }
    return null;
  }

  /**
   * Opens the file at a path below the folder, or a folder there, which its `isFolder` tells. Symbolic links are followed as long as they
   * stay below this one. Blocks the whole instance until it is open.
   *
   * `path`: segments with `/` between them, decoded.
   *
   * Returns null, and `lastError` is NOT_FOUND; NOT_DIRECTORY; NOT_PERMITTED (a link leads out of the folder); ACCESS_DENIED;
   * NOT_SUPPORTED (neither a file nor a folder); LINK_LOOP; NAME_TOO_LONG; INVALID_ARGUMENT (an absolute path, an empty segment, `.`,
   * `..`, a backslash, NUL or no path at all); INVALID_STATE (closed) or another failure. The caller closes the file.
   */
  openFile(path: string): File | null {
    const stat = new FileStat();
    const descriptor = this.openFor(path, stat);
    if (descriptor >= 0) return new File(descriptor, stat);
    Folder.lastError = descriptor;
    return null;
  }

  /** Closes it; its files stay open. A second close is harmless. */
  close(): void {
    if (this.descriptor >= 0 && !this.isOffered) closeFile(this.descriptor);
    this.descriptor = INVALID_STATE;
  }

  private openFor(path: string, stat: FileStat): Descriptor {
    if (this.descriptor < 0) return INVALID_STATE;
    if (!isPathBelow(path)) return INVALID_ARGUMENT;
    // To open a pipe would block the whole instance under wasmtime until somebody writes to it.
    let outcome = kindOutcome(statAt(this.descriptor, path, stat), stat);
    if (outcome != 0) return outcome;
    const descriptor = openAt(this.descriptor, path, false);
    if (descriptor < 0) return descriptor;
    outcome = kindOutcome(statFile(descriptor, stat), stat); // it may be another one by now
    if (outcome == 0) return descriptor;
    closeFile(descriptor);
    return outcome;
  }
}

/** Returns the outcome of a stat, or NOT_SUPPORTED where it is neither a file nor a folder. */
function kindOutcome(outcome: i32, stat: FileStat): i32 {
  return outcome != 0 || stat.isFile || stat.isFolder ? outcome : NOT_SUPPORTED;
}
