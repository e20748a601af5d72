import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { NODE_MAJORS, provideNode } from '../../host/tools/node-versions.ts';
import { Client, within } from '../support/client.ts';
import { userFolder } from './user-folder.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const test = suite('package: embedding');
const folder = userFolder();

/** Waits for a line that names a port. */
async function portFrom(output: Readable): Promise<number> {
  for await (const line of createInterface({ input: output })) {
    const port = Number(/on port (\d+)/.exec(line)?.[1] ?? 0);
    if (port > 0) return port;
  }
  throw new Error('ended without a port');
}

const [, example] = /```js\n(import \{ serve \}.*?)```/s.exec(
  readFileSync(join(root, 'host/README.md'), 'utf8'),
)!;

for (const major of NODE_MAJORS) {
  test(`package: the guide's embedding program runs on Node ${major}`, async () => {
    writeFileSync(join(folder, 'embed.mjs'), example!.replace('9001', '0'));
    const program = spawn(provideNode(major), ['embed.mjs'], { cwd: folder });
    let output = '';
    program.stdout.on('data', (data: Buffer) => (output += data.toString()));
    program.stderr.on('data', (data: Buffer) => (output += data.toString()));
    try {
      const client = await Client.connect(await portFrom(program.stdout));
      assert.is(await client.echo('embedded'), 'embedded');
      client.end();
      await client.rest();
      const ended = once(program, 'exit');
      program.kill('SIGINT');
      const [code] = (await within(ended, 'the end of the program')) as [number];
      assert.is(code, 0, output);
      assert.match(output, /^127\.0\.0\.1 is here$/m);
      assert.match(output, /1 clients, 8 bytes/);
    } finally {
      program.kill('SIGKILL');
    }
  });
}

const STRICT = {
  target: 'es2022',
  lib: ['es2022'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  types: ['node'],
  typeRoots: [join(root, 'node_modules/@types')],
};

for (const [module, moduleResolution] of [
  ['node16', 'node16'],
  ['esnext', 'bundler'],
]) {
  test(`package: its types pass a user's strict check with moduleResolution ${moduleResolution}`, () => {
    copyFileSync(fileURLToPath(new URL('./user.ts.txt', import.meta.url)), join(folder, 'user.mts'));
    const compilerOptions = { ...STRICT, module, moduleResolution };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['user.mts'] }));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
    assert.is(status, 0, stdout);
  });
}

test.run();
