/**
 * Builds what is not up to date into dist/, in parallel: the Node host, and the components of the servers that are named, or of all. Whoever
 * starts one server for the first time does not wait for all of them.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build as bundle } from 'esbuild';
import type { Built } from '../build/index.ts';
import { BUNDLED_NAMES, type BundledServer, isBundled } from '../component/bundled.ts';
import { VERSIONS, componentName } from '../build/wasi-version.ts';
import { COMPONENT_INPUTS, isUpToDate, update } from './up-to-date.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const HOST = {
  root,
  output: 'dist/host',
  inputs: ['host', 'tsconfig.json', 'node_modules/.package-lock.json'],
};
/** The folders whose files are compiled into servers. */
const EMBEDDED: Partial<Record<BundledServer, string>> = { chat: 'assembly/chat/page' };
/** A page whose scripts are compiled with the host; the rest is copied. */
const PAGE = 'host/demo/page';
/** The modules of a guest's thread become one file: to find and read each by itself was the longest part of the thread's start. */
const THREAD = 'runners/worker-main.js';
const SERVERS = BUNDLED_NAMES.flatMap((server) =>
  VERSIONS.map((wasi) => ({
    server,
    root,
    output: `dist/${componentName(server, wasi)}`,
    inputs: COMPONENT_INPUTS,
    options: { folder: root, source: `assembly/servers/${server}.ts`, wasi, embed: EMBEDDED[server] },
  })),
);

function isNoSource(file: string): boolean {
  return !file.endsWith('.ts');
}

async function bundleThread(file: string): Promise<void> {
  await bundle({
    entryPoints: [file],
    outfile: file,
    allowOverwrite: true,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['koffi'],
    keepNames: true, // messages name classes
    logLevel: 'warning',
  });
}

async function buildHost(): Promise<void> {
  const part = `dist/host.${process.pid}.part`; // an interrupted build must not look like a finished one
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const args = [tsc, '-p', join(root, 'host'), '--outDir', join(root, part)];
  try {
    const [status] = await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit');
    if (status !== 0) throw new Error('dist/host was not built');
    await bundleThread(join(root, part, THREAD));
    cpSync(join(root, PAGE), join(root, part, 'demo/page'), { recursive: true, filter: isNoSource });
    chmodSync(join(root, part, 'cli/main.js'), 0o755); // npm makes only installed packages' commands executable
    rmSync(join(root, HOST.output), { recursive: true, force: true });
    renameSync(join(root, part), join(root, HOST.output));
  } finally {
    rmSync(join(root, part), { recursive: true, force: true });
  }
  console.error('built dist/host');
}

/** Starts a thread that builds servers from the list, one after the other, until the list is empty. */
async function buildServers(servers: typeof SERVERS): Promise<void> {
  const worker = new Worker(new URL('./build-worker.ts', import.meta.url));
  try {
    for (let server = servers.shift(); server; server = servers.shift()) {
      const { output, options } = server;
      await update(server, async () => {
        worker.postMessage({ ...options, output });
        const [{ bytes, warnings }] = (await once(worker, 'message')) as [Built];
        if (warnings) console.error(warnings);
        console.error(`built ${output}, ${(bytes / 1024).toFixed(1)} KiB`);
      });
    }
  } finally {
    await worker.terminate();
  }
}

const names = process.argv.slice(2);
const unknown = names.find((name) => !isBundled(name));
if (unknown !== undefined) {
  console.error(`build: no server ${unknown}; there are ${BUNDLED_NAMES.join(', ')}`);
  process.exit(2);
}
mkdirSync(join(root, 'dist'), { recursive: true });
const asked = SERVERS.filter(({ server }) => names.length === 0 || names.includes(server));
const stale = asked.filter((server) => !isUpToDate(server));
const threads = Math.min(stale.length, availableParallelism());
const work = [update(HOST, buildHost), ...Array.from({ length: threads }, () => buildServers(stale))];
for (const result of await Promise.allSettled(work)) {
  if (result.status === 'fulfilled') continue;
  console.error(result.reason instanceof Error ? result.reason.message : result.reason);
  process.exitCode = 1;
}
