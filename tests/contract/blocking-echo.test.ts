import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client } from '../support/client.ts';
import { HOSTS, withServer } from './hosts.ts';

for (const host of HOSTS) {
  const test = suite(`blocking echo on ${host.name}`);

  test(
    'blocking echo: serves one client; the next waits until it has left',
    withServer(
      host,
      [],
      async (server) => {
        assert.is(server.errorLines[1], `Server (blocking) on port ${server.port}...`);
        const first = await Client.connect(server.port);
        assert.is(await first.echo('one'), 'one');
        const second = await Client.connect(server.port);
        let isServed = false;
        const answer = second.echo('two').then((text) => {
          isServed = true;
          return text;
        });
        for (let i = 0; i < 50; i++) await first.echo(`message ${i}`);
        assert.not(isServed);
        assert.not(server.errorLines.some((line) => line.includes(second.address)));
        first.end();
        assert.is(await answer, 'two');
        await server.line(new RegExp(`connected: ${second.address}$`)); // a line may come later than what it tells of
        assert.equal(server.errorLines.slice(2, 5), [
          `Client connected: ${first.address}`,
          `Client disconnected: ${first.address}`,
          `Client connected: ${second.address}`,
        ]);
      },
      'blocking-echo',
    ),
  );

  test(
    'blocking echo: a client that resets makes room for the next',
    withServer(
      host,
      [],
      async ({ port }) => {
        const rude = await Client.connect(port);
        await rude.echo('hello');
        rude.reset();
        const next = await Client.connect(port);
        assert.is(await next.echo('mine now'), 'mine now');
      },
      'blocking-echo',
    ),
  );

  test(
    'blocking echo: returns a megabyte byte for byte',
    withServer(
      host,
      [],
      async ({ port }) => {
        const client = await Client.connect(port);
        const text = 'x'.repeat(2 ** 20);
        assert.is(await client.echo(text), text);
        client.end();
        await client.rest();
      },
      'blocking-echo',
    ),
  );

  test.run();
}
