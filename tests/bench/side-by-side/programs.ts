/** Builds and fetches what measurements need; what can't be had is undefined. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from '../../../host/tools/cache.ts';
import { provideNpmPackage } from '../../../host/tools/npm.ts';
import { findProgram } from '../../support/program.ts';

const VERSIONS = { bun: '1.4.5', deno: '2.9.6', uvloop: '0.23.0' };
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

/** Compiles a peer that is one file of C. */
export function compilePeer(name: string): string | undefined {
  return compileC(name, [peerFile(`${name}.c`)]);
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

/** Compiles the echo on tokio, natively or for another target. */
export function compileTokio(target = ''): string | undefined {
  const cargo = findProgram('cargo');
  const manifest = ['--manifest-path', peerFile('tokio/Cargo.toml'), '--target-dir', join(output, 'tokio')];
  const command = [`${cargo}`, 'build', '--quiet', '--release', '--locked', ...manifest];
  const file = `tokio/${target}/release/tokio-echo${target ? '.wasm' : ''}`;
  // Without the flag tokio has no sockets on WASI.
  return (
    cargo &&
    builtProgram(file, [
      'env',
      'RUSTFLAGS=--cfg tokio_unstable',
      ...command,
      ...(target ? ['--target', target] : []),
    ])
  );
}

/** Compiles the echo on wasi-libc's poll to a component. */
export function compilePollGuest(): string | undefined {
  const rustc = findProgram('rustc');
  const target = ['--target', 'wasm32-wasip2'];
  if (rustc === undefined) return undefined;
  const { stdout } = spawnSync(rustc, ['--print', 'target-libdir', ...target], { encoding: 'utf8' });
  if (!existsSync(stdout.trim())) return undefined;
  const flags = ['--edition', '2024', '-O', '-C', 'lto', '-C', 'strip=symbols', ...target];
  const file = join(output, 'poll.wasm');
  return builtProgram('poll.wasm', [rustc, ...flags, '-o', file, peerFile('poll.rs')]);
}

/** Gives the executable of Python: not a script before it, which would take its time. */
export function findPython(): string | undefined {
  const python = findProgram('python3');
  const print = ['-c', 'import sys; print(sys.executable)'];
  return python && spawnSync(python, print, { encoding: 'utf8' }).stdout.trim();
}

/** Gives the folder that Python finds uvloop in. */
export function provideUvloop(): string | undefined {
  const wheel = `uvloop==${VERSIONS.uvloop}`;
  return cachedFolder(`uvloop-${VERSIONS.uvloop}`, (target) => {
    console.error(`uvloop: fetching ${wheel} from PyPI...`);
    const pip = [
      '-m',
      'pip',
      'install',
      '-q',
      '--no-deps',
      '--only-binary',
      ':all:',
      '--target',
      target,
      wheel,
    ];
    return spawnSync('python3', pip, { stdio: ['ignore', 2, 2] }).status === 0;
  });
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
