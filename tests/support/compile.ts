import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compilerOptions } from '../../host/build/compile.ts';
import { sourceReader } from '../../host/build/sources.ts';
import { type WasiVersion, exportsSource } from '../../host/build/wasi-version.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The exports of tests/core/guests/entry.ts; asc's raw bindings lift and lower strings and arrays. */
export interface Core {
  version(): string;
  formatNumber(value: number, base: number): string;
  parseDecimal(text: string, limit: number): number;
  parseAddress(host: string, port: number): number[];
  formatAddress(family: number, port: number, parts: number[], scopeId: number): string;
  loopback(family: number, port: number): string;
  areEqual(host: string, port: number, otherHost: string, otherPort: number): boolean;
  isPathBelow(path: string): boolean;
  pathWithin(folder: string, path: string): string | null;
  dateSeconds(text: string, nowSeconds: number): number;
  mediaType(path: string): string;
  byteRange(field: string, size: number): string;
  codingQuality(field: string, coding: string): number;
  conditions(tag: string, modified: number, now: number, fields: string[]): number;
  ifRange(tag: string, modified: number, now: number, field: string): number;
  describe(outcome: number): string;
  readOptions(args: string[], defaultPort: number): string;
  endpoints(): string[];
  switches(): string;
  maxConnections(): number;
  newRegistry(): void;
  openToken(data: number): number;
  reserveToken(): number;
  findToken(token: number): number;
  closeToken(token: number): void;
  registrySize(): number;
  registrySlots(): number;
  freeRegistry(): void;
  slotOf(token: number): number;
  newWords(length: number, fill: number): void;
  getWord(i: number): number;
  setWord(i: number, value: number): void;
  growWords(length: number, fill: number): void;
  wordCount(): number;
  keepObjects(count: number): void;
  decodeLarge(times: number): number;
  allowRead(wantedBytes: number): number;
  takeRead(bytes: number): number;
  giveRead(pointer: number, bytes: number): void;
}

/** Runs asc with the options of asconfig.json; returns what it wrote to standard error. Rejects when it fails. */
async function asc(entries: string[], options: string[], version: WasiVersion = '0.2'): Promise<string> {
  const { main } = await import('assemblyscript/asc');
  const { error, stderr } = await main([...entries, ...compilerOptions(root, ''), ...options], {
    readFile: sourceReader(root, '', version),
  });
  if (error) throw new Error(stderr.toString());
  return stderr.toString();
}

/** Returns the paths, below the project's top, of all AssemblyScript files of the core. */
export function coreFiles(): string[] {
  return readdirSync(join(root, 'assembly'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `assembly/${name}`);
}

/** Compiles files, each as an entry, so that every exported function is checked. Rejects with asc's messages. */
export async function checkFiles(files: string[], version: WasiVersion): Promise<void> {
  await asc(files, ['--noEmit', '--optimizeLevel', '0', '--shrinkLevel', '0'], version);
}

/** Functions of WASI, by interface and name. */
export type WasiFunctions = Record<string, Record<string, (...args: never[]) => unknown>>;

/** Has every function of WASI; each that is not given throws when it is called. */
function wasiWith(known: WasiFunctions): object {
  const functionsOf = (from: string): object =>
    new Proxy({}, { get: (_functions, name: string) => known[from]?.[name] ?? missing(from, name) });
  return new Proxy({}, { get: (_interfaces, from: string) => functionsOf(from) });
}

function missing(from: string, name: string): () => never {
  return () => {
    throw new Error(`the core called ${from} ${name}`);
  };
}

interface Bindings {
  instantiate(module: WebAssembly.Module, imports: object): Promise<unknown>;
}

interface Compiled {
  bindings: Bindings;
  module: WebAssembly.Module;
}

async function compileEntry(entry: string): Promise<Compiled> {
  const folder = mkdtempSync(join(tmpdir(), 'as-selectors-core-'));
  try {
    const out = join(folder, 'core.wasm');
    const entries = [entry, exportsSource('0.2')];
    await asc(entries, ['--bindings', 'raw', '--exportRuntime', '--outFile', out]);
    const script = join(folder, 'core.mjs');
    // asc writes `__module0.get-stderr(` for a WASI name, which is not valid JavaScript.
    const text = readFileSync(join(folder, 'core.js'), 'utf8');
    writeFileSync(script, text.replaceAll(/(__module\d+)\.(.+?)\(/g, '$1["$2"]('));
    const bindings = (await import(pathToFileURL(script).href)) as Bindings;
    return { bindings, module: new WebAssembly.Module(readFileSync(out)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const compiled = new Map<string, Promise<Compiled>>();

/** Instantiates an entry, which may call these functions; it is compiled once per process. `E`: its exports. */
export async function loadEntry<E>(entry: string, known: WasiFunctions = {}): Promise<E> {
  const entryCompiled = compiled.get(entry) ?? compileEntry(entry);
  compiled.set(entry, entryCompiled);
  const { bindings, module } = await entryCompiled;
  return (await bindings.instantiate(module, wasiWith(known))) as E;
}

/** Instantiates the entry without a host. */
export function loadCore(): Promise<Core> {
  return loadEntry('tests/core/guests/entry.ts');
}
