/** Builds what is missing or older than its sources: the servers' components and the Node host, into dist/. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../build/index.ts';
import { SHIPPED_NAMES } from '../shipped.ts';
import { VERSIONS, type WasiVersion, componentName } from '../build/wasi-version.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

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

async function buildServer(server: string, wasi: WasiVersion): Promise<void> {
  const output = `dist/${componentName(server, wasi)}`;
  if (!isStale(join(root, output), 'assembly', 'wit', 'asconfig.json', 'host/build')) return;
  const { bytes, warnings } = await build({
    folder: root,
    source: `assembly/servers/${server}.ts`,
    output,
    wasi,
  });
  if (warnings) console.error(warnings);
  console.error(`built ${output}, ${(bytes / 1024).toFixed(1)} KiB`);
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
  for (const server of SHIPPED_NAMES) {
    for (const version of VERSIONS) await buildServer(server, version);
  }
  buildHost();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
