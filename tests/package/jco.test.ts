/** The guide's lines for jco, followed literally in an empty folder. */
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Running, componentFile } from '../contract/hosts.ts';
import { Client, freePort, within } from '../support/client.ts';
import { userFolder } from './user-folder.ts';

const GUIDE = readFileSync(new URL('../../host/README.md', import.meta.url), 'utf8');
const [, commands, program] = /### Through jco\n.*?```\n(.*?)```.*?```js\n(.*?)```/s.exec(GUIDE)!;
const DOCUMENTED = '8080';

const test = suite('jco lines');
const folder = mkdtempSync(join(tmpdir(), 'as-selectors-jco-'));
test.after(() => rmSync(folder, { recursive: true }));

test("jco: the guide's lines run a server in a folder that was empty, with the permissions that they give", async () => {
  const port = await freePort();
  const tarball = readdirSync(userFolder()).find((name) => name.endsWith('.tgz'))!;
  copyFileSync(componentFile('echo'), join(folder, 'server.wasm'));
  writeFileSync(join(folder, 'main.js'), program!.replaceAll(DOCUMENTED, String(port)));
  const making = commands!.trim().split('\n');
  const start = making.pop()!;
  const script = making.join('\n').replace(' as-selectors ', ` ${join(userFolder(), tarball)} `);
  execFileSync('bash', ['-ec', script], { cwd: folder, stdio: 'ignore' });
  const server = new Running(['sh', '-ec', `cd '${folder}' && exec ${start}`]);
  try {
    const client = await Client.connectSoon(port);
    await client.echo('through jco');
    client.end();
    await client.rest();
    server.signal('SIGTERM');
    assert.is(await within(server.exitCode, 'its end'), 'SIGTERM');
  } finally {
    await server.kill();
  }
});

test.run();
