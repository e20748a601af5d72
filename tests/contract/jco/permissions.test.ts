/** What a server of ours may do in jco's code, made in both ways. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { WasiOptions } from '../../../host/jco/index.ts';
import { Client, within } from '../../support/client.ts';
import { Running, componentFile } from '../hosts.ts';
import { transpileComponent } from './transpile.ts';

const SCRIPTS = {
  jco: await transpileComponent(componentFile('echo')),
  'jco, instantiating': await transpileComponent(componentFile('echo'), true),
};

for (const [name, script] of Object.entries(SCRIPTS)) {
  const test = suite(`permissions on ${name}`);
  const start = (options: WasiOptions, listen: string): Running =>
    new Running([
      'env',
      `GUEST_OPTIONS=${JSON.stringify(options)}`,
      process.execPath,
      script,
      '--listen',
      listen,
    ]);

  test('permissions: a server listens where it may', async () => {
    const server = start({ permissions: { listen: '127.0.0.1:0' } }, '127.0.0.1:0');
    try {
      const [, port] = await server.line(/on port (\d+)/);
      const client = await Client.connect(Number(port));
      assert.is(await client.echo('permitted'), 'permitted');
      client.end();
    } finally {
      await server.kill();
    }
  });

  test('permissions: elsewhere it is denied, and a line says what was not given', async () => {
    const server = start({ permissions: { listen: '127.0.0.1:0' } }, '[::1]:0');
    assert.is(await within(server.exitCode, 'its end'), 1);
    assert.is(server.errorLines[0], 'as-selectors: denied: permissions.listen [::1]:0 was not given');
  });

  test.run();
}
