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
/** What is sent to each example, by the port that it names, and what comes back. */
const TALKS = new Map([
  ['9001', ['as the README says', 'as the README says']],
  ['9002', ['one\ntwo\nquit\n', '1 one\n2 two\nbye\n']],
]);

const test = suite('README');
test.after(() => rmSync(root + FOLDER, { recursive: true, force: true }));

const examples = [...readFileSync(`${root}README.md`, 'utf8').matchAll(/```ts\n(.*?)```/gs)]
  .map(([, text]) => text!)
  .filter((text) => text.includes('export function run'));

test('README: it has an example of a server on the selectors, and one on the event loop', () => {
  assert.is(examples.length, TALKS.size);
});

for (const example of examples) {
  const [documented] = /\b900\d\b/.exec(example)!;
  const [sent, received] = TALKS.get(documented)! as [string, string];
  for (const host of HOSTS) {
    test(`README: its server at ${documented} compiles and answers on ${host.name}`, async () => {
      const port = await freePort();
      const source = example
        .replaceAll('as-selectors/assembly', '../../assembly')
        .replace(documented, String(port));
      mkdirSync(root + FOLDER, { recursive: true });
      writeFileSync(`${root}${FOLDER}/server.ts`, source);
      const core = await compileCore(root, `${FOLDER}/server`, host.version);
      const file = componentFile('readme/server', host.version);
      writeFileSync(file, await makeComponent(root, core, host.version));
      const server = new Running(host.run(file));
      try {
        const client = await Client.connectSoon(port);
        client.send(sent);
        assert.is((await client.receive(received.length)).toString(), received);
        client.end();
        await client.rest();
      } finally {
        await server.kill();
      }
    });
  }
}

test.run();
