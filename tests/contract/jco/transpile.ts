import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const PACKAGES = ['cli', 'clocks', 'filesystem', 'io', 'random', 'sockets'];
/** As the guide says. */
const MAP = Object.fromEntries(PACKAGES.map((name) => [`wasi:${name}/*`, 'as-selectors/jco#*']));

/** Runs what was transpiled, with the rest of the command line; other options come as JSON in an environment variable. */
const MAIN = `import { configure } from 'as-selectors/jco';
configure({ args: ['component', ...process.argv.slice(2)], ...JSON.parse(process.env.GUEST_OPTIONS ?? '{}') });
const { run } = await import('./out/component.js');
run.run();
`;

/** The same, for code that is instantiated with what it imports. */
const MAIN_INSTANTIATING = `import { readFile } from 'node:fs/promises';
import { createImports } from 'as-selectors/jco';
import { instantiate } from './out/component.js';
const load = async (name) => WebAssembly.compile(await readFile(new URL('./out/' + name, import.meta.url)));
const options = JSON.parse(process.env.GUEST_OPTIONS ?? '{}');
const imports = createImports({ args: ['component', ...process.argv.slice(2)], ...options });
const { run } = await instantiate(load, imports);
run.run();
`;

/**
 * Transpiles a component file as a user of this package would, in a folder that is gone at exit. Returns the script that
 * runs it; `isInstantiated`: with `createImports`.
 */
export async function transpileComponent(component: string, isInstantiated = false): Promise<string> {
  const { transpile } = await import('@bytecodealliance/jco');
  const options = isInstantiated ? { instantiation: 'async' as const } : { map: MAP };
  const { files } = await transpile(await readFile(component), { name: 'component', ...options });
  const folder = mkdtempSync(join(tmpdir(), 'as-selectors-jco-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/as-selectors'));
  writeModules(folder, files);
  const script = join(folder, 'main.js');
  writeFileSync(script, isInstantiated ? MAIN_INSTANTIATING : MAIN);
  return script;
}

/** Writes what `transpile` has made to `out/` of a folder, whose scripts become modules. */
export function writeModules(folder: string, files: object): void {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, 'out', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content as Uint8Array);
  }
}
