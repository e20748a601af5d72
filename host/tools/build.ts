/** Builds what is missing or older than its sources: the servers' components and the Node host, into dist/. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileCore, makeComponent } from './compile.ts';
import { VERSIONS, type WasiVersion, componentName } from './wasi-version.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const SERVERS = ['echo', 'blocking-echo', 'lines', 'udp-echo'];
const COMPILER = ['compile', 'export-names', 'shrink', 'wasi-version'].map((name) => `host/tools/${name}.ts`);

/** The time of the newest file below the paths, in ms since 1970. */
function newest(...paths: string[]): number {
  let time = 0;
  for (const path of paths) {
    const stat = statSync(path);
    const below = stat.isDirectory() ? newest(...readdirSync(path).map((name) => join(path, name))) : 0;
    time = Math.max(time, stat.mtimeMs, below);
  }
  return time;
}

function isStale(output: string, ...sources: string[]): boolean {
  const made = statSync(output, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return made <= newest(...sources.map((source) => join(root, source)));
}

async function buildServer(server: string, version: WasiVersion): Promise<void> {
  const name = componentName(server, version);
  const output = join(root, 'dist', name);
  if (!isStale(output, 'assembly', 'wit', 'asconfig.json', ...COMPILER)) return;
  const component = await makeComponent(
    root,
    await compileCore(root, `assembly/servers/${server}`, version),
    version,
  );
  writeFileSync(`${output}.part`, component); // a build cut off midway must not look like a finished one
  renameSync(`${output}.part`, output);
  console.error(`built dist/${name}, ${(component.length / 1024).toFixed(1)} KiB`);
}

function buildHost(): void {
  if (!isStale(join(root, 'dist/host/cli.js'), 'host', 'tsconfig.json')) return;
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, 'host')], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
  chmodSync(join(root, 'dist/host/cli.js'), 0o755); // npm links the command of a root package as it is
  console.error('built dist/host');
}

try {
  mkdirSync(join(root, 'dist'), { recursive: true });
  for (const server of SERVERS) {
    for (const version of VERSIONS) await buildServer(server, version);
  }
  buildHost();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
