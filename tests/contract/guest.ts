import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../../host/build/index.ts';
import { type WasiVersion, componentName } from '../../host/build/wasi-version.ts';
import { COMPONENT_INPUTS, update } from '../../host/tools/up-to-date.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Compiles an AssemblyScript file (a path below the top folder, without ending) to a component file.
 *
 * `embed`: a folder below the top folder that is compiled in. It is kept in dist/, and compiled anew when the library, or a file in its own folder, has changed: it may import only those.
 */
export async function compileGuest(
  entry: string,
  wasi: WasiVersion = '0.2',
  embed?: string,
): Promise<string> {
  const folder = dirname(entry);
  const output = join('dist', folder, componentName(entry.slice(folder.length + 1), wasi));
  mkdirSync(join(root, 'dist', folder), { recursive: true });
  const product = { root, output, inputs: [...COMPONENT_INPUTS, folder, ...(embed ? [embed] : [])] };
  await update(product, () => build({ folder: root, source: `${entry}.ts`, output, wasi, embed }));
  return join(root, output);
}
