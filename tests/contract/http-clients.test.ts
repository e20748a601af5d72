/** The shipped HTTP server and the clients of Node and Python, on each host. They read answers strictly. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { within } from '../support/client.ts';
import { HOSTS, Running, type Server, startServer } from './hosts.ts';

const MAX_BODY_BYTES = 8_000_000;
const hasPython = spawnSync('python3', ['--version']).status === 0;

/** What node:http was answered, and whether it made a connection for it. */
interface Asked {
  answer: IncomingMessage;
  echo: Buffer;
  isNew: boolean;
}

/** One connection of http.client, on which everything is asked; prints the statuses. */
const PYTHON = `
import http.client, sys
connection = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]))
sockets = set()
def ask(method, path, body=None, headers={}, **more):
    connection.request(method, path, body, headers, **more)
    sockets.add(connection.sock)
    answer = connection.getresponse()
    data = answer.read()
    print(answer.status, end=' ')
    return data
assert b'<html' in ask('GET', '/')
assert ask('HEAD', '/') == b''
assert ask('POST', '/echo', b'x' * 100000) == b'x' * 100000
assert ask('PUT', '/echo', iter([b'one', b'two']), encode_chunked=True) == b'onetwo'
ask('GET', '/nowhere')
ask('DELETE', '/')
ask('OPTIONS', '*')
ask('GET', '/healthz')
print(len(sockets))
`;

for (const host of HOSTS) {
  const test = suite(`clients and http on ${host.name}`);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let server: Server;
  let url = '';

  /** Asks with node:http; the agent has one connection. */
  async function ask(options: RequestOptions, body: Buffer[] = []): Promise<Asked> {
    const asking = request({ port: server.port, host: '127.0.0.1', agent, ...options });
    for (const part of body) asking.write(part);
    asking.end();
    const [answer] = (await within(once(asking, 'response'), 'an answer')) as [IncomingMessage];
    return { answer, echo: await within(buffer(answer), 'a body'), isNew: !asking.reusedSocket };
  }

  test.before(async () => {
    server = await startServer(host, 'http', '--quiet', '--max-body-bytes', String(MAX_BODY_BYTES));
    url = `http://127.0.0.1:${server.port}`;
  });
  test.after(() => {
    agent.destroy();
    return server.kill();
  });

  test('fetch: gets a page, and a body back with its type', async () => {
    const page = await fetch(url);
    assert.is(page.status, 200);
    assert.match(await page.text(), /<html/i);
    const echo = await fetch(`${url}/echo`, { method: 'POST', body: 'héllo' });
    assert.is(echo.headers.get('content-type'), 'text/plain;charset=UTF-8');
    assert.is(await echo.text(), 'héllo');
  });

  test('fetch: sends a stream, and gets it back', async () => {
    const parts = Array.from({ length: 100 }, (_, i) => Buffer.alloc(50_000, `part ${i} `));
    const expected = Buffer.concat(parts);
    const body = new ReadableStream({
      pull(controller) {
        const part = parts.shift();
        if (part) controller.enqueue(part);
        else controller.close();
      },
    });
    const answer = await fetch(`${url}/echo`, { method: 'PUT', body, duplex: 'half' } as RequestInit);
    assert.ok(Buffer.from(await answer.arrayBuffer()).equals(expected));
  });

  test('fetch: many at once are each answered with their own', async () => {
    await Promise.all(
      Array.from({ length: 200 }, async (_, i) => {
        const answer = await fetch(`${url}/echo?${i}`, { method: 'POST', body: `body ${i}` });
        assert.is(await answer.text(), `body ${i}`);
      }),
    );
  });

  test('node:http: keeps its connection for fifty requests, with and without bodies', async () => {
    let connections = 0;
    for (let i = 0; i < 25; i++) {
      const body = [[], [Buffer.from(`one ${i}`)], [Buffer.from('o'), Buffer.from('ne')]][i % 3]!;
      const posted = await ask({ path: '/echo', method: 'POST' }, body);
      assert.is(posted.answer.statusCode, 200);
      assert.ok(posted.echo.equals(Buffer.concat(body)));
      const path = ['/', '/nowhere', '/healthz'][i % 3]!;
      const other = await ask({ path, method: ['GET', 'HEAD'][i % 2]! });
      assert.is(other.answer.statusCode, path === '/nowhere' ? 404 : 200);
      connections += Number(posted.isNew) + Number(other.isNew);
    }
    assert.is(connections, 1);
  });

  test('node:http: sends its body when it is told to continue', async () => {
    const asking = request(`${url}/echo`, {
      method: 'POST',
      agent,
      headers: { Expect: '100-continue', 'Content-Length': 5 },
    });
    asking.flushHeaders();
    await within(once(asking, 'continue'), '100 Continue');
    asking.end('hello');
    const [answer] = (await within(once(asking, 'response'), 'an answer')) as [IncomingMessage];
    assert.is((await buffer(answer)).toString(), 'hello');
  });

  test('node:http: may send trailers', async () => {
    const asking = request(`${url}/echo`, { method: 'POST', agent, headers: { Trailer: 'X-Sum' } });
    asking.write('hello');
    asking.addTrailers({ 'X-Sum': '5' });
    asking.end();
    const [answer] = (await within(once(asking, 'response'), 'an answer')) as [IncomingMessage];
    assert.is((await buffer(answer)).toString(), 'hello');
  });

  if (hasPython) {
    test('Python: http.client has one connection for all it asks', async () => {
      const running = new Running(['python3', '-c', PYTHON, String(server.port)]);
      const code = await within(running.exitCode, 'the end of Python');
      assert.is(code, 0, running.errorLines.join('\n'));
      assert.is(running.output, '200 200 200 200 404 405 204 200 1\n');
    });
  }

  test.run();
}
