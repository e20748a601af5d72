import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { within } from '../support/client.ts';
import { HOSTS, Running, withServer } from './hosts.ts';

const SIZES = [0, 1, 1400, 60_000];

for (const host of HOSTS) {
  const test = suite(`udp-echo on ${host.name}`);

  test(
    'udp-echo: sends each datagram back to its sender, whole, also an empty one',
    withServer(
      host,
      [],
      async ({ port }) => {
        const sockets = [createSocket('udp4'), createSocket('udp4')];
        for (const size of SIZES) {
          const answers = sockets.map((socket) => once(socket, 'message'));
          sockets.forEach((socket, i) => socket.send(Buffer.alloc(size, `${i}`), port, '127.0.0.1'));
          const messages = await within(Promise.all(answers), 'datagrams');
          messages.forEach(([data], i) => assert.equal(data, Buffer.alloc(size, `${i}`)));
        }
        for (const socket of sockets) socket.close();
      },
      'udp-echo',
    ),
  );

  test('udp-echo: drains at the end of standard input, says what it did, and ends with 0', async () => {
    const command = [...host.command('udp-echo'), '--listen', '127.0.0.1:0', '--drain-on-eof'];
    const server = new Running(command, undefined, 'pipe');
    try {
      await server.line(/on port (\d+)/);
      server.endInput();
      assert.is(await within(server.exitCode, 'the end after a drain'), 0);
      assert.is(server.errorLines.at(-1), '0 datagrams received, 0 answers dropped');
    } finally {
      await server.kill();
    }
  });

  test.run();
}
