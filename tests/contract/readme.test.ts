import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compileCore, makeComponent } from '../../host/tools/compile.ts';
import { Client } from './client.ts';
import { HOSTS, Running, componentFile } from './hosts.ts';
import { freePort } from './ports.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = 'dist/readme';

const test = suite('README');
test.after(() => rmSync(root + FOLDER, { recursive: true, force: true }));

for (const host of HOSTS) {
  test(`README: its server compiles and echoes on ${host.name}`, async () => {
    const port = await freePort();
    const [, example] = /```ts\n(.*?)```/s.exec(readFileSync(`${root}README.md`, 'utf8'))!;
    const source = example!
      .replaceAll('as-selectors/assembly', '../../assembly')
      .replace('9001', String(port));
    mkdirSync(root + FOLDER, { recursive: true });
    writeFileSync(`${root}${FOLDER}/server.ts`, source);
    const core = await compileCore(root, `${FOLDER}/server`, host.version);
    const file = componentFile('readme/server', host.version);
    writeFileSync(file, await makeComponent(root, core, host.version));
    const server = new Running(host.run(file));
    try {
      const client = await Client.connectSoon(port);
      assert.is(await client.echo('as the README says'), 'as the README says');
      client.end();
      await client.rest();
    } finally {
      await server.kill();
    }
  });
}

test.run();
