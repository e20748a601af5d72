import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { coreFiles } from '../support/compile.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** From top to bottom: a room imports only from itself and from the rooms after it. */
const ROOMS = [
  'index.ts',
  'servers',
  'cli',
  'proxy',
  'chat',
  'admin',
  'http',
  'nats',
  'proxy-protocol',
  'loop',
  'selectors',
  'files',
  'net',
  'standard',
  'wasi',
];
/** Decorators on functions, which TypeScript does not have. */
const NO_DECORATORS_HERE = 1206;
/** Files that AssemblyScript takes and TypeScript does not: `bool` is no `boolean` there, and a cast to a subclass no cast. */
const ONLY_ASSEMBLYSCRIPT = /^assembly\/(cli\/listen|servers\/(echo|lines))\.ts$/;

const test = suite('imports');
const files = coreFiles();

/** The files of the core that a file imports or exports from, each with the name that it is imported by. */
function importsOf(file: string): [file: string, name: string][] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'));
  const own = importedFiles.filter(({ fileName }) => fileName.startsWith('.')); // others are asc's library
  return own.map(({ fileName }) => {
    const path = join(dirname(file), fileName);
    return [[`${path}.ts`, `${path}/index.ts`].find((name) => files.includes(name)) ?? path, fileName];
  });
}

const graph = new Map(files.map((file) => [file, importsOf(file).map(([imported]) => imported)]));

function roomOf(file: string): string {
  return file.split('/')[1]!;
}

/** Gives the files that a file imports, and those that they import, and so on. */
function reachedFrom(file: string, reached = new Set<string>()): Set<string> {
  for (const imported of graph.get(file) ?? []) {
    if (reached.has(imported)) continue;
    reached.add(imported);
    reachedFrom(imported, reached);
  }
  return reached;
}

test('imports: each names a file', () => {
  for (const [file, imported] of graph)
    for (const name of imported) assert.ok(graph.has(name), `${file}: ${name}`);
});

for (const room of ROOMS) {
  const own = files.filter((file) => roomOf(file) === room);
  const inCircles = own.filter((file) => reachedFrom(file).has(file));

  test(`imports: files of ${room} do not import each other in a circle`, () => {
    assert.ok(own.length > 0);
    assert.equal(inCircles, []);
  });

  test(`imports: ${room} uses no room above it`, () => {
    const above = new Set(ROOMS.slice(0, ROOMS.indexOf(room)));
    const wrong = own.filter((file) => graph.get(file)!.some((imported) => above.has(roomOf(imported))));
    assert.equal(wrong, []);
  });
}

test("imports: a version of WASI is named by the seam's index and by the backend that it has", () => {
  const naming = files.filter((file) => !/^assembly\/wasi\/p[23]\//.test(file));
  const named = naming.filter((file) =>
    graph.get(file)!.some((name) => /^assembly\/wasi\/p[23]\//.test(name)),
  );
  assert.equal(named.toSorted(), [
    'assembly/selectors/backends/poll-list.ts',
    'assembly/selectors/backends/poll.ts',
    'assembly/selectors/backends/waitable-set.ts',
    'assembly/wasi/index.ts',
  ]);
});

test('imports: both versions of WASI have the same files', () => {
  const [p2, p3] = ['p2', 'p3'].map((folder) =>
    readdirSync(join(root, 'assembly/wasi', folder)).filter((name) => name.endsWith('.ts')),
  );
  assert.equal(p2, p3);
});

test('imports: TypeScript resolves and checks all of the core, as editors do', () => {
  const { config } = ts.readConfigFile(join(root, 'assembly/tsconfig.json'), ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, join(root, 'assembly'));
  assert.is(fileNames.length, files.length);
  const program = ts.createProgram(fileNames, { ...options, noEmit: true });
  const faults = ts.getPreEmitDiagnostics(program).flatMap(({ code, file, messageText }) => {
    const name = file?.fileName.slice(root.length) ?? '';
    const isExcepted = code === NO_DECORATORS_HERE || ONLY_ASSEMBLYSCRIPT.test(name);
    return isExcepted ? [] : `${name}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
  assert.equal(faults, []);
});

test.run();
