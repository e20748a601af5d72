/** The guide's server in Rust, made by its five lines. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Running } from '../contract/hosts.ts';
import { Client, freePort, within } from '../support/client.ts';
import { missingRust } from '../support/rust.ts';
import { userFolder } from './user-folder.ts';

const GUIDE = readFileSync(new URL('../../host/README.md', import.meta.url), 'utf8');
const [, commands, program] = /### Rust in five lines\n.*?```\n(.*?)```.*?```rust\n(.*?)```/s.exec(GUIDE)!;
const DOCUMENTED = '8080';

const test = suite('rust');
const missing = missingRust();
if (missing !== undefined) console.log(`left out, the guide's server in Rust: ${missing}`);
else
  test("rust: the guide's five lines make a tokio server that serves two clients at a time, and drains", async () => {
    const folder = join(userFolder(), 'rust');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    const port = await freePort();
    const [text, lines] = [program!, commands!].map((part) => part.replaceAll(DOCUMENTED, String(port)));
    writeFileSync(join(folder, 'main.rs'), text!);
    const making = lines!.trim().split('\n');
    const start = making.pop()!;
    const script = making.join(' && ');
    const { status, stderr } = spawnSync('sh', ['-ec', script], { cwd: folder, encoding: 'utf8' });
    assert.is(status, 0, stderr);
    const run = start.replace('npx ', `${join(userFolder(), 'node_modules/.bin')}/`); // npx does not pass a signal on
    const server = new Running(['sh', '-ec', `cd '${join(folder, 'my-echo')}' && exec ${run}`]);
    try {
      const [one, other] = [await Client.connectSoon(port), await Client.connectSoon(port)];
      await one.echo('one');
      await other.echo('other');
      await one.echo('one again');
      server.signal('SIGTERM');
      one.end();
      await one.rest();
      await other.echo('still here');
      other.end();
      await other.rest();
      assert.is(await within(server.exitCode, 'the end after a drain'), 0, server.errorLines.join('\n'));
    } finally {
      await server.kill();
    }
  });

test.run();
