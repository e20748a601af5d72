import { execFileSync, spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client } from '../support/client.ts';
import { startWebDemo } from '../support/web-demo.ts';
import { npm, userFolder } from './user-folder.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** What servers have at most, in KiB. */
const SIZE_LIMITS = { echo: 46, lines: 90, http: 160, chat: 225 };
/** What a user needs: the host, the components, and the sources to build servers of their own with. */
const NEEDED = [
  'dist/host/cli/main.js',
  'dist/host/index.d.ts',
  'dist/host/build/index.d.ts',
  'dist/host/jco/index.js',
  'dist/host/jco/index.d.ts',
  'dist/host/demo/page/index.html',
  'dist/echo.wasm',
  'dist/echo.wasi-0.3.wasm',
  'assembly/index.ts',
  'README.md',
  'assembly/README.md',
  'host/README.md',
];
const WELCOME =
  /^(dist\/(host\/.*\.(js|d\.ts|html|css)|[a-z-]+(\.wasi-0\.3)?\.wasm)|assembly\/.*\.(ts|json|md)|host\/README\.md|wit\/.*\.wit|[^/]+)$/;

const test = suite('package');

for (const [server, limit] of Object.entries(SIZE_LIMITS)) {
  for (const file of [`dist/${server}.wasm`, `dist/${server}.wasi-0.3.wasm`]) {
    test(`package: ${file} is smaller than ${limit} KiB`, () => {
      const { size } = statSync(join(root, file));
      assert.ok(size < limit * 1024, `${size} bytes`);
    });
  }
}

test('package: its command can be executed, so that npx finds it in a clone too', () => {
  accessSync(join(root, 'dist/host/cli/main.js'), constants.X_OK);
});

test('package: holds what a user needs and nothing else', () => {
  const [packed] = JSON.parse(npm(root, 'pack', '--dry-run', '--ignore-scripts', '--json')) as [
    { files: { path: string }[] },
  ];
  const paths = packed.files.map(({ path }) => path);
  for (const path of NEEDED) assert.ok(paths.includes(path), `${path} is missing`);
  assert.equal(
    paths.filter((path) => !WELCOME.test(path) || path.includes('/tools/')),
    [],
  );
});

test('package: the tarball installs in an empty folder and serves from there', async () => {
  const folder = userFolder();
  const script = `import('as-selectors/jco').then(({ monotonicClock }) => console.log(typeof monotonicClock.now()))`;
  assert.is(execFileSync(process.execPath, ['-e', script], { cwd: folder }).toString(), 'bigint\n');
  const bin = join(folder, 'node_modules/.bin/as-selectors');
  const server = spawn(bin, ['echo', '--listen', '127.0.0.1:0'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    let port = 0;
    for await (const line of createInterface({ input: server.stderr })) {
      port = Number(/on port (\d+)/.exec(line)?.[1] ?? 0);
      if (port > 0) break;
    }
    const client = await Client.connect(port);
    assert.is(await client.echo('from a tarball'), 'from a tarball');
    client.end();
  } finally {
    server.kill('SIGKILL');
  }
});

test('package: the demo from the tarball has its page', async () => {
  const demo = await startWebDemo([join(userFolder(), 'node_modules/.bin/as-selectors'), 'demo', 'web']);
  try {
    const page = await (await fetch(demo.url)).text();
    const scripts = [...page.matchAll(/(?:src|href)="([a-z.]+)"/g)].map(
      ([, file]) => new URL(file!, demo.url),
    );
    assert.is(scripts.length, 2);
    for (const script of scripts) assert.is((await fetch(script)).status, 200);
  } finally {
    await demo.stop();
  }
});

test.run();
