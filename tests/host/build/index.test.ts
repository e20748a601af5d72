import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BuildError, type BuildOptions, type BuildProblem, build } from '../../../host/build/index.ts';
import { readProgram } from '../../../host/component/read-program.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'as-selectors-build-'));
const GOOD = `import { log } from 'as-selectors/assembly';
export function run(): i32 { log('here'); return 0; }
`;

const test = suite('build');
test.after(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return name;
}

async function refuses(
  options: BuildOptions,
  code: BuildProblem,
  message: RegExp,
  where = folder,
): Promise<void> {
  try {
    await build({ folder: where, ...options });
  } catch (error) {
    assert.instance(error, BuildError);
    assert.is((error as BuildError).code, code, (error as Error).message);
    assert.match((error as Error).message, message);
    return;
  }
  assert.unreachable(`built ${options.source}`);
}

function readCore(file: string): WebAssembly.Module {
  return readProgram(readFileSync(join(folder, file))).modules[0]!;
}

const WRONG: [name: string, options: BuildOptions, code: BuildProblem, message: RegExp][] = [
  ['no such file', { source: 'none.ts' }, 'ERR_NO_SUCH_SOURCE', /^none\.ts: no such file$/],
  ['a file that is not .ts', { source: 'a.js' }, 'ERR_NOT_A_SOURCE', /^a\.js is not .*\.ts$/],
  ['a folder as source', { source: 'folder.ts' }, 'ERR_NO_SUCH_SOURCE', /^folder\.ts: no such file$/],
  ['an unknown WASI', { source: 'a.ts', wasi: '0.4' as '0.3' }, 'ERR_WASI_VERSION', / 0\.4: expected 0\.2 or 0\.3$/],
  ['no such folder', { source: 'a.ts', output: 'no/a.wasm' }, 'ERR_OUTPUT', /^no\/a\.wasm: .* folder no$/],
  ['a folder as output', { source: 'a.ts', output: 'folder.ts/..' }, 'ERR_OUTPUT', /^folder\.ts\/\.\. is a folder/],
  ['a source as output', { source: 'a.ts', output: 'a.ts' }, 'ERR_OUTPUT', /^a\.ts has the name of a source/],
]; // prettier-ignore
for (const [name, options, code, message] of WRONG) {
  test(`build: ${name} is refused in one line`, async () => {
    write('a.ts', GOOD);
    mkdirSync(join(folder, 'folder.ts'), { recursive: true });
    await refuses(options, code, message);
  });
}

const WRONG_OPTIONS: [options: object, message: string][] = [
  [{ sorce: 'a.ts' }, 'sorce: no such option; did you mean source?'],
  [{ source: 'a.ts', outdir: 'b' }, 'outdir: no such option; expected debug, embed, folder, output, source, transforms, wasi'],
  [{}, 'source: expected a string, not undefined'],
]; // prettier-ignore
for (const [options, message] of WRONG_OPTIONS) {
  test(`build: the options ${JSON.stringify(options)} are an OptionError of one line`, async () => {
    const error = await build(options as BuildOptions).catch((thrown: Error) => thrown);
    assert.equal([(error as Error).name, (error as Error).message], ['OptionError', message]);
  });
}

test('build: what does not compile is told with file and line, from where one is, and leaves the output as it was', async () => {
  write('bad/part.ts', `export const n: i32 = 1;\nexport function two(): i32 { return 'two'; }\n`);
  write('bad/server.ts', `import { two } from './part';\nexport function run(): i32 { return two(); }\n`);
  write('bad/server.wasm', 'as it was');
  await refuses(
    { source: 'bad/server.ts' },
    'ERR_COMPILE',
    /^bad\/server\.ts does not compile\n[^]*in bad\/part\.ts\(2,/,
  );
  await refuses(
    { source: '../bad/server.ts' },
    'ERR_COMPILE',
    /in \.\.\/bad\/part\.ts\(2,/,
    join(folder, 'folder.ts'),
  );
  assert.is(readFileSync(join(folder, 'bad/server.wasm'), 'utf8'), 'as it was');
  assert.equal(readdirSync(join(folder, 'bad')).toSorted(), ['part.ts', 'server.ts', 'server.wasm']);
});

for (const [name, text] of [
  ['without run', 'export function runs(): i32 { return 0; }'],
  ['whose run takes something', 'export function run(n: i32): i32 { return n; }'],
  ['whose run gives nothing', 'export function run(): void {}'],
  ['whose run is no function', 'export const run: i32 = 0;'],
]) {
  test(`build: a source ${name} is refused`, async () => {
    await refuses(
      { source: write('no-run.ts', text!) },
      'ERR_NO_RUN',
      /^no-run\.ts must export function run\(\): i32/,
    );
  });
}

for (const [what, text, problem] of [
  [
    'a function of its own',
    '\n@external("env", "now") declare function now(): i32;\nexport function run(): i32 { return now(); }\n',
    /^import\.ts:2: no host has now of env: only WASI can be imported$/,
  ],
  [
    'a function of the browser',
    'import { document } from "bindings/dom";\nexport function run(): i32 { document.write("a"); return 0; }\n',
    /^no host has document\.write of env: only WASI can be imported$/,
  ],
  [
    'a global',
    '@external("env", "level") declare const level: i32;\nexport function run(): i32 { return level; }\n',
    /^import\.ts:1: no host has level of env: only WASI can be imported$/,
  ],
  [
    'a function that WASI does not have',
    '@external("wasi:cli/x@0.2.0", "y") declare function y(): i32;\nexport function run(): i32 { return y(); }\n',
    /^no host has y of wasi:cli\/x@0\.2\.0: see wit\/ in this package for what there is$/,
  ],
] as const) {
  test(`build: a source that imports ${what} that no host has is refused`, async () => {
    await refuses({ source: write('import.ts', text) }, 'ERR_COMPONENT', problem);
  });
}

test('build: as-selectors by another name than its own is refused, as there would be two of it', async () => {
  const text = GOOD.replace('as-selectors/assembly', `${'../'.repeat(9)}${root.slice(1)}assembly`);
  await refuses(
    { source: write('second.ts', text) },
    'ERR_COMPILE',
    /import 'as-selectors\/assembly' instead$/,
  );
});

test('build: takes several files and packages beside the source, which need not be in the working folder', async () => {
  write(
    'project/node_modules/greeting/index.ts',
    `import { log } from 'as-selectors/assembly';
    export function greet(): void { log('hello'); }`,
  );
  write(
    'project/src/impl.ts',
    `import { greet } from 'greeting';
    export function run(): i32 { greet(); return 0; }`,
  );
  write('project/src/server.ts', `export { run } from './impl';`);
  const { file } = await build({ folder: join(folder, 'folder.ts'), source: '../project/src/server.ts' });
  assert.is(file, '../project/src/server.wasm');
  readCore('project/src/server.wasm');
});

test('build: a source in a clone may import as-selectors by its name', async () => {
  const inside = mkdtempSync(join(root, 'dist/build-test-'));
  try {
    writeFileSync(
      join(inside, 'server.ts'),
      `import { VERSION } from '../../assembly';\n${GOOD.replace(`'here'`, 'VERSION')}`,
    );
    await build({ folder: inside, source: 'server.ts', output: join(folder, 'clone.wasm') });
    readCore('clone.wasm');
  } finally {
    rmSync(inside, { recursive: true });
  }
});

test('build: the file is named after the source and the version of WASI; a debug build keeps names', async () => {
  write('named.ts', GOOD);
  const [plain, other] = [
    await build({ folder, source: 'named.ts', debug: true }),
    await build({ folder, source: 'named.ts', wasi: '0.3' }),
  ];
  assert.equal([plain.file, other.file], ['named.wasm', 'named.wasi-0.3.wasm']);
  assert.is(plain.bytes, readFileSync(join(folder, 'named.wasm')).length);
  assert.is(WebAssembly.Module.customSections(readCore('named.wasm'), 'name').length, 1);
  assert.ok(existsSync(join(folder, 'named.wasi-0.3.wasm')));
  await build({ folder, source: 'named.ts' });
  assert.is(WebAssembly.Module.customSections(readCore('named.wasm'), 'name').length, 0);
});

test.run();
