/** Makes a folder to look at, with a secret beside it, and opens it as a guest's. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileFailure } from '../../../../host/wasi/filesystem/file-failure.ts';
import { GuestFiles } from '../../../../host/wasi/filesystem/guest-files.ts';
import { OpenFile, OpenFolder } from '../../../../host/wasi/filesystem/open-object.ts';
import { openRoot } from '../../../../host/wasi/filesystem/folder.ts';

/** A folder `site`, which is offered, and what is beside it. */
export class Tree {
  readonly top = mkdtempSync(join(tmpdir(), 'as-selectors-tree-'));
  readonly site = join(this.top, 'site');
  readonly files = new GuestFiles([['site', this.site]]);
  readonly root: OpenFolder;

  /** `hasDescriptors`: whether folders are descriptors, as on Linux. */
  constructor(hasDescriptors: boolean) {
    mkdirSync(join(this.site, 'sub/deeper'), { recursive: true });
    this.write('../secret.txt', 'secret');
    this.write('hello.txt', 'hello');
    this.write('sub/inner.txt', 'inner');
    const folder = openRoot(this.site, hasDescriptors);
    if (folder instanceof FileFailure) throw new Error(folder.code);
    this.root = new OpenFolder(folder, () => {});
  }

  at(path: string): string {
    return join(this.site, path);
  }

  write(path: string, text: string): void {
    writeFileSync(this.at(path), text);
  }

  link(path: string, target: string): void {
    symlinkSync(target, this.at(path));
  }

  /** What is in a file, or why it can't be opened or read; `from`: the folder where its path starts. */
  read(path: string, from = this.root): string {
    const opened = this.files.openAt(from, path, true, false);
    if (opened instanceof FileFailure) return opened.code;
    try {
      if (opened instanceof OpenFolder) return 'a folder';
      if (!(opened instanceof OpenFile)) return 'no file';
      const bytes = new Uint8Array(64);
      const count = opened.read(bytes, 0, 64, 0);
      return count instanceof FileFailure ? count.code : Buffer.from(bytes.subarray(0, count)).toString();
    } finally {
      opened.release();
    }
  }

  /** Opens a folder. */
  enter(path: string): OpenFolder {
    const opened = this.files.openAt(this.root, path, true, true);
    if (!(opened instanceof OpenFolder)) throw new Error(`${path} is no folder`);
    return opened;
  }

  remove(): void {
    this.root.release();
    this.files.close();
    rmSync(this.top, { recursive: true });
  }
}
