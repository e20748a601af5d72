import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../../host/build/index.ts';
import { type WasiVersion, componentName } from '../../host/build/wasi-version.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Compiles an AssemblyScript file (a path below the top folder, without ending) to a component file that is gone at exit. */
export async function compileGuest(entry: string, version: WasiVersion = '0.2'): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'as-selectors-guest-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  const output = join(folder, componentName(entry.split('/').pop()!, version));
  await build({ folder: root, source: `${entry}.ts`, output, wasi: version });
  return output;
}
