/** The guide's lines for jco, followed literally in an empty folder. */
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { NODE_MAJORS, provideNode } from '../../host/tools/node-versions.ts';
import { Running, componentFile } from '../contract/hosts.ts';
import { Client, freePort, within } from '../support/client.ts';
import { userFolder } from './user-folder.ts';

const GUIDE = readFileSync(new URL('../../host/README.md', import.meta.url), 'utf8');
const [, commands, program] = /### Through jco\n.*?```\n(.*?)```.*?```js\n(.*?)```/s.exec(GUIDE)!;
const DOCUMENTED = '8080';

const test = suite('jco lines');
const folder = mkdtempSync(join(tmpdir(), 'as-selectors-jco-'));
test.after(() => rmSync(folder, { recursive: true }));

const lines = commands!.trim().split('\n');
const start = lines.pop()!;

test("jco: the guide's lines but the last make a program in a folder that was empty", () => {
  const tarball = readdirSync(userFolder()).find((name) => name.endsWith('.tgz'))!;
  copyFileSync(componentFile('echo'), join(folder, 'server.wasm'));
  const script = lines.join('\n').replace(' as-selectors ', ` ${join(userFolder(), tarball)} `);
  const env = { ...process.env, npm_config_prefer_offline: 'true', npm_config_audit: 'false' }; // much faster
  execFileSync('bash', ['-ec', script], { cwd: folder, stdio: 'ignore', env });
});

for (const major of NODE_MAJORS) {
  test(`jco: the last one runs the server with the permissions that it has, on Node ${major}`, async () => {
    const port = await freePort();
    writeFileSync(join(folder, 'main.js'), program!.replaceAll(DOCUMENTED, String(port)));
    const command = start.replace(/^node /, `${provideNode(major)} `);
    const server = new Running(['sh', '-ec', `cd '${folder}' && exec ${command}`]);
    try {
      const client = await Client.connectSoon(port);
      assert.is(await client.echo('through jco'), 'through jco');
      client.end();
      await client.rest();
      server.signal('SIGTERM');
      assert.is(await within(server.exitCode, 'its end'), 'SIGTERM');
    } finally {
      await server.kill();
    }
  });
}

test.run();
