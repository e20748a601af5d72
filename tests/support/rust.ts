/** Rust's compiler, where it can make components with tokio. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram } from './program.ts';

/** Tokio's sockets work on WASI from this version of Rust's standard library on. */
const MIN_MINOR = 97;
const TARGET = 'wasm32-wasip2';

const support = fileURLToPath(new URL('./', import.meta.url));
const output = fileURLToPath(new URL('../../dist/tests/support/', import.meta.url));

/** Tells what of Rust is missing here, and how to get it; undefined: nothing. */
export function missingRust(): string | undefined {
  if (findProgram('cargo') === undefined) return 'cargo is not there: https://rustup.rs';
  const { stdout: version } = spawnSync('rustc', ['--version'], { encoding: 'utf8' });
  if (Number(/ 1\.(\d+)\./.exec(version)?.[1]) < MIN_MINOR)
    return `${version.trim()} is too old: rustup update stable, to 1.${MIN_MINOR} or later`;
  const { stdout: library } = spawnSync('rustc', ['--print', 'target-libdir', '--target', TARGET], {
    encoding: 'utf8',
  });
  const isThere = spawnSync('ls', [library.trim()]).status === 0;
  return isThere ? undefined : `the target is not there: rustup target add ${TARGET}`;
}

/** Compiles a program of one file in this folder, which uses nothing but the standard library, to a component; returns its file. */
export function compileRustFile(name: string): string {
  mkdirSync(output, { recursive: true });
  const file = join(output, `${basename(name, '.rs')}.wasm`);
  const args = ['--edition', '2024', '-O', '--target', TARGET, '-o', file, join(support, name)];
  const { status } = spawnSync('rustc', args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`rustc of ${name} failed`);
  return file;
}
