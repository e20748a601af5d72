import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CUSTOM_SECTION, PREAMBLE_BYTES, type Section, sections } from '../component/sections.ts';
import { BuildError } from './build-error.ts';
import { packageRoot } from './sources.ts';
import type { Tools } from './tools.ts';
import { BUILDS, type WasiVersion } from './wasi-version.ts';

/** Makes a component of a core module: jco embeds the world of `wit/` and wraps it. Throws BuildError. */
export async function makeComponent(
  core: Uint8Array,
  wasi: WasiVersion,
  { jco }: Pick<Tools, 'jco'>,
): Promise<Uint8Array> {
  try {
    const { world } = BUILDS[wasi];
    const embedded = await jco.componentEmbed({ binary: core, witSource: await readWit(), world });
    return withoutNames(await jco.componentNew(embedded));
  } catch (error) {
    const what = String(error instanceof Error ? error.message : error);
    throw new BuildError('ERR_COMPONENT', `no component can be made of it: ${what.replaceAll(/\s+/g, ' ')}`);
  }
}

function isNames({ id, content }: Section): boolean {
  return id === CUSTOM_SECTION && Buffer.from(content).includes('component-name');
}

/** Leaves out the names that wit-component gives to its wiring: an eighth of a small server's file. */
function withoutNames(component: Uint8Array): Uint8Array {
  const kept = [...sections(component)].filter((section) => !isNames(section)).map(({ whole }) => whole);
  return Buffer.concat([component.subarray(0, PREAMBLE_BYTES), ...kept]);
}

/** jco can't read a folder of WIT (its `witPath` panics), but takes one text with every package nested in it. */
async function readWit(): Promise<string> {
  const folder = join(packageRoot, 'wit');
  const names = (await readdir(folder)).filter((name) => name !== 'world.wit');
  const texts = ['world.wit', ...names].map((name) => readFile(join(folder, name), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}
