import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compilerOptions } from '../../../host/build/compile.ts';
import { START, exportNames } from '../../../host/build/export-names.ts';
import { sourceReader } from '../../../host/build/sources.ts';
import { type Tools, loadTools } from '../../../host/build/tools.ts';
import { COMPONENT_INPUTS, update } from '../../../host/tools/up-to-date.ts';
import { WIT_PACKAGES, WIT_VERSION, readWit } from './wit.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const ENTRY = 'tests/contract/wasi/guests/wasi.ts';
/** Instead of the library's exports. */
const EXPORTS = 'tests/contract/wasi/guests/counting.ts';
/** What the guest's sources say; it is replaced. */
const SOURCE_VERSION = '@0.2.0';

/** Gives all of WASI as one text, in a version, with a world that imports everything. */
function wit(version: string): string {
  const packages = WIT_PACKAGES.map((name) => {
    const text = readWit(name)
      .replace(/^package (\S+);/m, 'package $1 {')
      .replaceAll(/@(unstable|since|deprecated)\([^)]*\)/g, ''); // what is not asked for is left out anyway
    return `${text}}\n`;
  });
  const world = `world guest { include wasi:cli/imports@${WIT_VERSION}; export wasi:cli/run@${WIT_VERSION}; }`;
  return ['package as-selectors:tests;', world, ...packages].join('\n').replaceAll(WIT_VERSION, version);
}

async function compileCore(version: string, { asc, binaryen }: Tools): Promise<Uint8Array> {
  const read = sourceReader(root, '', '0.2');
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [ENTRY, EXPORTS, '--outFile', 'core.wasm', '--exportStart', START, ...compilerOptions(root, '')],
    {
      transforms: [exportNames(binaryen, ENTRY, `wasi:cli/run@${version}#run`) as never],
      readFile: async (name, folder) =>
        (await read(name, folder))?.replaceAll(SOURCE_VERSION, `@${version}`) ?? null,
      writeFile: (_name, contents) => {
        if (typeof contents !== 'string') binary = contents;
      },
    },
  );
  if (error || !binary) throw new Error(stderr.toString());
  return binary;
}

async function compileComponent(version: string): Promise<Uint8Array> {
  const tools = await loadTools([root]);
  const binary = await compileCore(version, tools);
  const embedded = await tools.jco.componentEmbed({ binary, witSource: wit(version), world: 'guest' });
  return tools.jco.componentNew(embedded);
}

/** Compiles the guest that tries WASI itself, importing a version of it, to a component file; it is kept in dist/, as guests are. */
export async function compileWasiGuest(version: string): Promise<string> {
  const folder = 'tests/contract/wasi';
  const output = `dist/${folder}/wasi-${version}.wasm`;
  mkdirSync(join(root, 'dist', folder), { recursive: true });
  await update({ root, output, inputs: [...COMPONENT_INPUTS, folder] }, async () =>
    writeFileSync(join(root, output), await compileComponent(version)),
  );
  return join(root, output);
}
