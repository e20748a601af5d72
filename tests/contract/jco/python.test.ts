/** A component that is not ours: CPython with its own sockets and selectors, under `as-selectors run` and in jco's code on Node. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { componentizePy } from '../../../host/tools/componentize-py.ts';
import { provideNode } from '../../../host/tools/node-versions.ts';
import { Client, within } from '../../support/client.ts';
import { CLI, Running } from '../hosts.ts';
import { WIT_FOLDER, WIT_PACKAGES, WIT_VERSION } from '../wasi/wit.ts';
import { transpileComponent } from './transpile.ts';

/** CPython's modules use what Node 20 lacks: computations in constant expressions. */
const NODE = '22';

/** Makes a component of guests/echo.py, in a folder that is gone at exit. */
function makeComponent(): string {
  const folder = mkdtempSync(join(tmpdir(), 'as-selectors-python-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  cpSync(fileURLToPath(new URL('guests/echo.py', import.meta.url)), join(folder, 'echo.py'));
  mkdirSync(join(folder, 'wit/deps'), { recursive: true });
  for (const name of WIT_PACKAGES)
    cpSync(join(WIT_FOLDER, `wasi-${name}`), join(folder, 'wit/deps', name), { recursive: true });
  const world = `package as-selectors:tests; world guest { include wasi:cli/command@${WIT_VERSION}; }`;
  writeFileSync(join(folder, 'wit/world.wit'), world);
  componentizePy(folder, '-d', 'wit', '-w', 'guest', 'componentize', 'echo', '-o', 'echo.wasm');
  return join(folder, 'echo.wasm');
}

/** A user's program, for the compiler. */
const PROGRAM = `import { type WasiOptions, configure, createImports } from 'as-selectors/jco';
import { instantiate } from './out/component.js';

const options: WasiOptions = { args: ['echo', 'localhost'], env: { HOME: '/' } };
configure(options);
const load = (name: string): Promise<WebAssembly.Module> => Promise.reject(new Error(name));
const { run } = await instantiate(load, createImports(options));
run.run();
`;
const RESOLUTIONS: [resolution: string, module: string][] = [
  ['node16', 'node16'],
  ['bundler', 'esnext'],
];

const PERMISSIONS = ['--allow-listen', 'localhost:*', '--allow-resolve', 'localhost'];
const component = makeComponent();
const instantiating = await transpileComponent(component, true);
const HOSTS: [name: string, ...command: string[]][] = [
  ['jco', provideNode(NODE), await transpileComponent(component)],
  ['jco, instantiating', provideNode(NODE), instantiating],
  ['as-selectors run', provideNode(NODE), CLI[1]!, 'run', ...PERMISSIONS, component],
];
const types = suite('jco types');

for (const [resolution, module] of RESOLUTIONS) {
  types(`jco: createImports has the types that its code wants, with moduleResolution ${resolution}`, () => {
    const folder = dirname(instantiating);
    writeFileSync(join(folder, 'program.ts'), PROGRAM);
    const modulesFolder = fileURLToPath(new URL('../../../node_modules/', import.meta.url));
    const tsc = join(modulesFolder, 'typescript/bin/tsc');
    const options = ['--strict', '--noEmit', '--target', 'es2022', '--lib', 'es2023,dom', '--types', 'node'];
    const modules = [
      '--module',
      module,
      '--moduleResolution',
      resolution,
      '--typeRoots',
      join(modulesFolder, '@types'),
    ];
    const { stdout } = spawnSync(process.execPath, [tsc, ...options, ...modules, 'program.ts'], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.is(stdout, '');
  });
}

types.run();

for (const [name, ...command] of HOSTS) {
  const test = suite(`python on ${name}`);

  test('python: its selectors and sockets serve several clients, and it ends when they have left', async () => {
    const guest = new Running([...command, 'localhost']);
    try {
      const [, port] = await guest.line(/on port (\d+)/);
      const clients = await Client.connectMany(3, Number(port));
      for (let round = 0; round < 5; round++) {
        const texts = clients.map((_, i) => `client ${i}, round ${round};`);
        assert.equal(await Promise.all(clients.map((client, i) => client.echo(texts[i]!))), texts);
      }
      const data = randomBytes(2 ** 20);
      clients[0]!.send(data);
      assert.ok((await clients[0]!.receive(data.length)).equals(data));
      for (const client of clients) client.end();
      for (const client of clients) assert.is((await client.rest()).length, 0);
      assert.is(await within(guest.exitCode, 'the end of the guest'), 0, guest.errorLines.join('\n'));
    } finally {
      await guest.kill();
    }
  });

  test.run();
}
