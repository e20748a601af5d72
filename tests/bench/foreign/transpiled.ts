import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeModules } from '../../contract/jco/transpile.ts';
import { provideNpmPackage } from '../../../host/tools/npm.ts';

const SHIM = '@bytecodealliance/preview2-shim';
const SHIM_VERSION = '0.26.1';

/** Transpiles a component into a folder for preview2-shim, as jco does by default; returns the script that runs it, or undefined without the shim. */
export async function transpileForShim(component: string, folder: string): Promise<string | undefined> {
  const shim = provideNpmPackage(SHIM, SHIM_VERSION, 'preview2-shim');
  if (shim === undefined) return undefined;
  const { transpile } = await import('@bytecodealliance/jco');
  const { files } = await transpile(readFileSync(component), { name: 'component' });
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(dirname(shim), join(folder, 'node_modules', dirname(SHIM)));
  writeModules(folder, files);
  const script = join(folder, 'main.js');
  const main = `import { _setArgs } from '${SHIM}/cli';
_setArgs(['component', ...process.argv.slice(2)]);
(await import('./out/component.js')).run.run();
`;
  writeFileSync(script, main);
  return script;
}
