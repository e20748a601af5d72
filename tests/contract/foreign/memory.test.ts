/** A guest in Rust, whose memory can't shrink, reads on and on: on each host it keeps the size that it has. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { within } from '../../support/client.ts';
import { compileRustFile, missingRust } from '../../support/rust.ts';
import { HOSTS, Running } from '../hosts.ts';

const MESSAGES = 2000;
/** Each 64 KiB: of what is lost at one in a hundred, the memory would grow by 6 MiB. */
const EMPTY_READS = 10_000;

const missing = missingRust();
if (missing !== undefined) console.log(`left out, the memory of a guest in Rust: ${missing}`);
else {
  const file = compileRustFile('reads.rs');
  const server = createServer({ noDelay: true }, (socket) => socket.on('error', () => {}).pipe(socket));
  server.unref();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const host of HOSTS.filter(({ version }) => version === '0.2')) {
    const test = suite(`memory of a guest in Rust on ${host.name}`);
    test(`memory: ${MESSAGES} messages and ${EMPTY_READS} empty reads leave it as large as it was`, async () => {
      const guest = new Running([...host.run(file), address, String(MESSAGES), String(EMPTY_READS)]);
      try {
        assert.is(await within(guest.exitCode, 'the end of the guest'), 0, guest.errorLines.join('\n'));
        assert.is(guest.output, '0 pages\n');
      } finally {
        await guest.kill();
      }
    });
    test.run();
  }
}
