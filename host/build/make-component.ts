import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { leb128 } from '../component/binary-reader.ts';
import { OWN_SECTION } from '../component/program.ts';
import { CUSTOM_SECTION, PREAMBLE_BYTES, type Section, sections } from '../component/sections.ts';
import { BuildError } from './build-error.ts';
import { packageRoot } from './sources.ts';
import type { Tools } from './tools.ts';
import { BUILDS, type WasiVersion } from './wasi-version.ts';

/** The custom section by which the Node host knows components of ours; it has no content. */
const OWN_MARK = Uint8Array.from([
  CUSTOM_SECTION,
  ...leb128(OWN_SECTION.length + 1),
  OWN_SECTION.length,
  ...Buffer.from(OWN_SECTION),
]);

/** Makes a component of a core module: jco embeds the world of `wit/` and wraps it. Rejects with BuildError. */
export async function makeComponent(
  core: Uint8Array,
  wasi: WasiVersion,
  { jco }: Pick<Tools, 'jco'>,
): Promise<Uint8Array> {
  try {
    const { world } = BUILDS[wasi];
    const embedded = await jco.componentEmbed({ binary: core, witSource: await readWit(), world });
    return Buffer.concat([withoutNames(await jco.componentNew(embedded)), OWN_MARK]);
  } catch (error) {
    const reason = String(error instanceof Error ? error.message : error);
    const [, from, name] = /failed to resolve import `([^`]*)::([^`]*)`/.exec(reason) ?? [];
    if (name !== undefined)
      throw new BuildError(
        'ERR_COMPONENT',
        `no host has ${name} of ${from}: see wit/ in this package for what there is`,
      );
    throw new BuildError('ERR_COMPONENT', `it can't be made a component: ${reason.replaceAll(/\s+/g, ' ')}`);
  }
}

function isNameSection({ id, content }: Section): boolean {
  return id === CUSTOM_SECTION && Buffer.from(content).includes('component-name');
}

/** Removes the names that wit-component gives to its parts: an eighth of a small server's file. */
function withoutNames(component: Uint8Array): Uint8Array {
  const kept = [...sections(component)]
    .filter((section) => !isNameSection(section))
    .map(({ whole }) => whole);
  return Buffer.concat([component.subarray(0, PREAMBLE_BYTES), ...kept]);
}

/** Returns all of `wit/` as one text of nested packages: jco panics on a folder (`witPath`). */
async function readWit(): Promise<string> {
  const folder = join(packageRoot, 'wit');
  const names = (await readdir(folder)).filter((name) => name !== 'world.wit');
  const texts = ['world.wit', ...names].map((name) => readFile(join(folder, name), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}
