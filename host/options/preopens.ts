/** The folders that a guest may read: checks `preopens`. */
import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { OptionError } from '../errors.ts';
import type { Preopen } from '../wasi/filesystem/guest-files.ts';
import { readTexts } from './checks.ts';

const IN_WORDS: Record<string, string> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'it is not a folder',
  EACCES: 'it can not be read: permission denied by the system',
};

/** Reads an object of folders by the guest's names of them. Throws OptionError, also for what is no folder that can be read. */
export function resolvePreopens(value: unknown): Preopen[] {
  return Object.entries(readTexts('preopens', value)).map(([name, folder]): Preopen => {
    if (name === '') throw new OptionError('preopens', "the guest's name of a folder can't be empty");
    const path = resolve(folder);
    const problem = problemOf(path);
    if (problem !== undefined) throw new OptionError('preopens', `${folder}: ${problem}`);
    return [name, path];
  });
}

function problemOf(path: string): string | undefined {
  try {
    if (!statSync(path).isDirectory()) return IN_WORDS['ENOTDIR'];
    accessSync(path, constants.R_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return IN_WORDS[code] ?? message;
  }
}
