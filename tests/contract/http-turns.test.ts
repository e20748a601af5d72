/** HTTP exchanges in which both sides wait for each other, on each host: pieces, Expect, half-closes, floods. */
import { setImmediate as turn } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Answer, readAnswers, saysClose } from '../support/http/answers.ts';
import { chunked, get, head, post } from '../support/http/corpus/case.ts';
import { PROBE, exchange } from '../support/http/exchange.ts';
import { openRaw } from '../support/http/raw.ts';
import { HOSTS, type Server, startServer } from './hosts.ts';

const MAX_BODY_BYTES = 64 * 2 ** 20;
/** More than a client may have unanswered: what the OS, the host and the loop keep for it. */
const FLOOD_BYTES = 40 * 2 ** 20;
const EXPECT = 'Expect: 100-continue';

function statuses(received: Buffer | string): number[] {
  return all(received).map(({ status }) => status);
}

function all(received: Buffer | string, isHead = false): Answer[] {
  return readAnswers(Buffer.from(received as string, 'latin1'), true, () => isHead);
}

for (const host of HOSTS) {
  const test = suite(`http turns on ${host.name}`);
  let server: Server;

  /** Sends a head, expects "100 Continue" and nothing else, sends the body, and gives back the answer to it. */
  async function continued(start: string, body: string): Promise<Answer> {
    const connection = await openRaw(server.port);
    connection.write(start);
    const asked = await connection.until((text) => text.includes('\r\n\r\n'));
    assert.match(asked, /^HTTP\/1\.1 100 [^\r\n]*\r\n\r\n$/);
    connection.write(body + PROBE);
    const [first, answer, ...more] = all(await connection.rest());
    assert.is(first!.status, 100);
    assert.equal(
      more.map(({ status }) => status),
      [200],
    );
    return answer!;
  }

  test.before(async () => {
    server = await startServer(host, 'http', '--quiet', '--max-body-bytes', String(MAX_BODY_BYTES));
  });
  test.after(() => server.kill());

  test('http: a body that waits for 100 Continue is asked for', async () => {
    const answer = await continued(head('POST /echo HTTP/1.1', 'Content-Length: 5', EXPECT), 'hello');
    assert.is(answer.body.toString(), 'hello');
  });

  test('http: chunks that wait for 100 Continue are asked for, in any case of the word', async () => {
    const answer = await continued(chunked('', 'expect: 100-CONTINUE'), '5\r\nhello\r\n0\r\n\r\n');
    assert.is(answer.body.toString(), 'hello');
  });

  test('http: a body that has begun is not asked for', async () => {
    const connection = await openRaw(server.port);
    connection.write(`${head('POST /echo HTTP/1.1', 'Content-Length: 5', EXPECT)}he`);
    await turn();
    connection.write(`llo${PROBE}`);
    assert.equal(statuses(await connection.rest()), [200, 200]);
  });

  for (const [path, status] of [
    ['/nowhere', 404],
    ['/', 405],
  ] as const) {
    test(`http: a body that ends as ${status} is not asked for, and not waited for`, async () => {
      const connection = await openRaw(server.port);
      connection.write(head(`POST ${path} HTTP/1.1`, 'Content-Length: 5', EXPECT));
      await connection.until((text) => text.includes('\r\n\r\n'));
      connection.write(`hello${PROBE}`);
      const [answer, ...more] = all(await connection.rest());
      assert.is(answer!.status, status);
      assert.is(more.length, saysClose(answer!) ? 0 : 1);
    });
  }

  test('http: a body comes back as it comes', async () => {
    const connection = await openRaw(server.port);
    connection.write(`${head('POST /echo HTTP/1.1', 'Content-Length: 10')}hello`);
    await connection.until((text) => text.includes('hello'));
    connection.write(`world${PROBE}`);
    const [answer] = all(await connection.rest());
    assert.is(answer!.body.toString(), 'helloworld');
  });

  test('http: a chunk comes back before the next is sent', async () => {
    const connection = await openRaw(server.port);
    connection.write(chunked('5\r\nhello\r\n'));
    await connection.until((text) => text.includes('hello'));
    connection.write(`5\r\nworld\r\n0\r\n\r\n${PROBE}`);
    const [answer] = all(await connection.rest());
    assert.is(answer!.body.toString(), 'helloworld');
  });

  test('http: a request is answered though the next is not whole', async () => {
    const connection = await openRaw(server.port);
    connection.write(`${post('hello')}GET /heal`);
    await connection.until((text) => text.endsWith('hello') || text.endsWith('\r\n0\r\n\r\n'));
    connection.write(`thz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    assert.equal(statuses(await connection.rest()), [200, 200]);
  });

  test('http: HEAD has the fields of GET, and no body', async () => {
    for (const path of ['/', '/healthz', '/readyz', '/metrics', '/nowhere']) {
      const [one, other] = await Promise.all(
        ['GET', 'HEAD'].map(async (method) => {
          const request = head(`${method} ${path} HTTP/1.1`, 'Connection: close');
          const bytes = await exchange(server.port, [Buffer.from(request)]);
          return all(bytes, method === 'HEAD')[0]!;
        }),
      );
      for (const { fields } of [one!, other!]) {
        fields.delete('date');
        if (path === '/metrics') fields.delete('content-length'); // its numbers grow
      }
      assert.is(other!.status, one!.status);
      assert.equal([...other!.fields], [...one!.fields]);
    }
  });

  test('http: a client that half-closes after its requests gets all answers', async () => {
    const connection = await openRaw(server.port);
    connection.write(get() + post('hello') + get('/nowhere'));
    connection.socket.end();
    assert.equal(statuses(await connection.rest()), [200, 200, 404]);
  });

  for (const [where, request] of [
    ['within a head', 'GET / HTTP/1.1\r\nHost'],
    ['within a body', post('hello').slice(0, -1)],
    ['within a chunk', chunked('5\r\nhel')],
    ['before the last chunk', chunked('5\r\nhello\r\n')],
  ] as const) {
    test(`http: a client that half-closes ${where} gets no whole answer of 200, and the end`, async () => {
      const connection = await openRaw(server.port);
      connection.write(request);
      connection.socket.end();
      assert.ok(all(await connection.rest()).every(({ status, isWhole }) => status === 400 || !isWhole));
    });
  }

  test('http: clients that reset within a request leave the server as it was', async () => {
    await Promise.all(
      ['GET / HT', get('/'), post('hello').slice(0, -1), chunked('5\r\nhello\r\n')].map(async (request) => {
        const connection = await openRaw(server.port);
        connection.write(request);
        await turn();
        connection.socket.resetAndDestroy();
      }),
    );
    assert.equal(statuses(await exchange(server.port, [Buffer.from(PROBE)])), [200]);
  });

  test('http: a client that sends a body without end and reads nothing holds up only itself, and loses nothing', async () => {
    const flooder = await openRaw(server.port);
    flooder.socket.pause();
    flooder.write(head('POST /echo HTTP/1.1', `Content-Length: ${FLOOD_BYTES}`, 'Connection: close'));
    flooder.socket.write(Buffer.alloc(FLOOD_BYTES, 'x'));
    for (let i = 0; i < 20; i++) {
      assert.equal(statuses(await exchange(server.port, [Buffer.from(PROBE)])), [200]);
    }
    flooder.socket.resume();
    const [answer] = all(await flooder.rest());
    assert.is(answer!.body.length, FLOOD_BYTES);
    assert.ok(answer!.body.equals(Buffer.alloc(FLOOD_BYTES, 'x')));
  });

  test('http: a client that pipelines without end and reads nothing holds up only itself, and gets each answer', async () => {
    const flooder = await openRaw(server.port);
    const count = 20_000;
    flooder.socket.pause();
    flooder.write(post('x'.repeat(400)).repeat(count) + PROBE);
    for (let i = 0; i < 20; i++) {
      assert.equal(statuses(await exchange(server.port, [Buffer.from(PROBE)])), [200]);
    }
    flooder.socket.resume();
    const answers = all(await flooder.rest());
    assert.is(answers.length, count + 1);
    assert.ok(answers.slice(0, count).every(({ body }) => body.length === 400));
  });

  test.run();
}
