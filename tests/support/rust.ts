/** Rust's compiler, where it can make components with tokio. */
import { spawnSync } from 'node:child_process';
import { findProgram } from './program.ts';

/** Tokio's sockets work on WASI from this version of Rust's standard library on. */
const MIN_MINOR = 97;
const TARGET = 'wasm32-wasip2';

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
