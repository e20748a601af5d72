import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CUSTOM_SECTION, PREAMBLE_BYTES, type Section, sections } from '../sections.ts';
import { exportNames } from './export-names.ts';
import { shrink } from './shrink.ts';
import { BUILDS, type WasiVersion, sourcesOf } from './wasi-version.ts';

/** What a guest is made from and what it lacks to be one. */
export class CompileError extends Error {
  override name = 'CompileError';
}

function isNames({ id, content }: Section): boolean {
  return id === CUSTOM_SECTION && Buffer.from(content).includes('component-name');
}

/** Gives asc the source files that a version's build is made of. */
export function sourceReader(root: string, version: WasiVersion): (name: string) => Promise<string | null> {
  return async (name) => {
    for (const path of sourcesOf(name, version)) {
      const text = await readFile(resolve(root, path), 'utf8').catch(() => null);
      if (text !== null) return text;
    }
    return null;
  };
}

/** Compiles an AssemblyScript entry (a path below `root`, without ending) to a core module, by asconfig.json's settings. */
export async function compileCore(
  root: string,
  entry: string,
  version: WasiVersion = '0.2',
): Promise<Uint8Array> {
  const asc = await import('assemblyscript/asc');
  let binary: Uint8Array | undefined;
  const result = await asc.main(
    [
      `${entry}.ts`,
      'assembly/wasi/exports.ts',
      '--baseDir',
      root,
      '--config',
      'asconfig.json',
      '--outFile',
      'core.wasm',
    ],
    {
      transforms: [exportNames(entry, BUILDS[version].run) as never],
      readFile: sourceReader(root, version),
      writeFile: (_name, contents) => {
        if (typeof contents !== 'string') binary = contents;
      },
    },
  );
  const messages = result.stderr.toString();
  if (result.error || !binary) throw new CompileError(`${entry}.ts does not compile\n${messages}`);
  if (messages) process.stderr.write(messages);
  return shrink(binary);
}

/** Makes a component of a core module: jco embeds the world of `wit/` and wraps it. */
export async function makeComponent(
  root: string,
  core: Uint8Array,
  version: WasiVersion = '0.2',
): Promise<Uint8Array> {
  const { componentEmbed, componentNew } = await import('@bytecodealliance/jco');
  const { world } = BUILDS[version];
  const embedded = await componentEmbed({ binary: core, witSource: await readWit(root), world });
  return withoutNames(await componentNew(embedded));
}

/** Leaves out the names that wit-component gives to its wiring: an eighth of a small server's file. */
function withoutNames(component: Uint8Array): Uint8Array {
  const kept = [...sections(component)].filter((section) => !isNames(section)).map(({ whole }) => whole);
  return Buffer.concat([component.subarray(0, PREAMBLE_BYTES), ...kept]);
}

/** jco can't read a folder of WIT (its `witPath` panics), but takes one text with every package nested in it. */
async function readWit(root: string): Promise<string> {
  const names = (await readdir(join(root, 'wit'))).filter((name) => name !== 'world.wit');
  const texts = ['world.wit', ...names].map((name) => readFile(join(root, 'wit', name), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}
