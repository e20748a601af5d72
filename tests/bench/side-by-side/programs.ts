/** Builds and fetches what measurements need; what can't be had is undefined. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideNpmPackage } from '../../../host/tools/npm.ts';
import { findProgram } from '../../support/program.ts';

const VERSIONS = { bun: '1.4.5', deno: '2.9.6' };
const bench = fileURLToPath(new URL('../', import.meta.url));
const output = fileURLToPath(new URL('../../../dist/tests/bench/', import.meta.url));

/** The path of a peer's source. */
export function peerFile(name: string): string {
  return join(bench, 'peers', name);
}

function builtProgram(name: string, command: string[]): string {
  mkdirSync(output, { recursive: true });
  const [program, ...args] = command as [string, ...string[]];
  const { status } = spawnSync(program, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${command.join(' ')} failed`);
  return join(output, name);
}

function compileC(name: string, sources: string[]): string | undefined {
  const compiler = findProgram('cc', 'gcc', 'clang');
  const command = (cc: string): string[] => [cc, '-O2', '-o', join(output, name), ...sources];
  return compiler && builtProgram(name, command(compiler));
}

/** Compiles the load generator. */
export function compileLoad(): string | undefined {
  const folder = join(bench, 'load');
  const sources = readdirSync(folder).filter((file) => file.endsWith('.c'));
  return compileC(
    'load',
    sources.map((file) => join(folder, file)),
  );
}

/** Compiles the echo. */
export function compileEcho(): string | undefined {
  return compileC('echo', [peerFile('echo.c')]);
}

/** Compiles the server that parses nothing. */
export function compileFloor(): string | undefined {
  return compileC('floor', [peerFile('floor.c')]);
}

/** Compiles the proxy that does nothing but to relay. */
export function compileRelay(): string | undefined {
  return compileC('relay', [peerFile('relay.c')]);
}

/** Compiles what stands behind measured proxies. */
export function compileUpstream(): string | undefined {
  return compileC('upstream', [peerFile('upstream.c'), join(bench, 'load/tcp.c')]);
}

/** Compiles a server in Go. */
export function compileGo(name: string): string | undefined {
  const go = findProgram('go');
  const file = join(output, `${name}-go`);
  return go && builtProgram(`${name}-go`, [go, 'build', '-o', file, peerFile(`${name}.go`)]);
}

/** Compiles a server in Rust, natively or for another target; returns its file. */
export function compileRust(name: string, target?: string): string {
  const folder = join(output, 'rust');
  const args = [
    'build',
    '--quiet',
    '--release',
    '--manifest-path',
    peerFile(`${name}/Cargo.toml`),
    '--target-dir',
    folder,
  ];
  const env = { ...process.env, RUSTFLAGS: '--cfg tokio_unstable' }; // without it tokio has no sockets on WASI
  const { status } = spawnSync('cargo', target ? [...args, '--target', target] : args, {
    stdio: ['ignore', 2, 2],
    env,
  });
  if (status !== 0) throw new Error(`cargo build of ${name} failed`);
  return join(folder, target ?? '', 'release', target ? `${name}.wasm` : name);
}

/** Gives the executable of Bun. */
export function provideBun(): string | undefined {
  const arch = process.arch === 'arm64' ? 'aarch64' : process.arch;
  const folder = provideNpmPackage(`@oven/bun-${process.platform}-${arch}`, VERSIONS.bun, 'bun');
  return folder && join(folder, 'bin/bun');
}

/** Gives the executable of Deno. */
export function provideDeno(): string | undefined {
  const folder = provideNpmPackage(`@deno/${process.platform}-${process.arch}-glibc`, VERSIONS.deno, 'deno');
  return folder && join(folder, 'deno');
}

/** What a program says of its version. */
export function versionOf(program: string, flag = '--version'): string {
  const { stdout, stderr } = spawnSync(program, [flag], { encoding: 'utf8' });
  return /\d+\.\d+(\.\d+)?/.exec(stdout + stderr)?.[0] ?? '';
}
