import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { majorVersion, provideWasmtime } from '../../host/tools/wasmtime.ts';
import { Client, within } from '../support/client.ts';
import { compileGuest } from './guest.ts';
import { HOSTS, type Host, Running } from './hosts.ts';

const CLIENTS = 1000;
const FIRST_EXACT = 49;
/** Facts that the guest states: fewer, and it did not get to its end. */
const FACTS = 12;

/** With WASI 0.2, wasmtimes before 49 leave some of more than 128 to the next `select`: there it is enough that nothing traps. */
function isExact({ name }: Host): boolean {
  return name !== 'wasmtime, WASI 0.2' || majorVersion(provideWasmtime()) >= FIRST_EXACT;
}

for (const host of HOSTS) {
  const test = suite(`selector of a crowd on ${host.name}`);
  const file = await compileGuest('tests/contract/guests/selector-crowd', host.version);

  test('selector: what it must report of 1,000 ready clients', async () => {
    const guest = new Running(host.run(file));
    try {
      const [, port] = await guest.line(/on port (\d+)/);
      const clients = await Client.connectMany(CLIENTS, Number(port));
      for (const { socket } of clients) {
        socket.on('data', (data: Buffer) => socket.write(data));
        socket.write('hello');
      }
      assert.is(await within(guest.exitCode, 'the end of the guest'), 0);
      const lines = guest.output.trim().split('\n');
      const failed = lines.filter((line) => !line.startsWith('ok '));
      if (isExact(host)) assert.equal(failed, []);
      assert.is(lines.length, FACTS);
      for (const client of clients) client.reset();
    } finally {
      await guest.kill();
    }
  });

  test.run();
}
