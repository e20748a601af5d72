/** What the shipped HTTP server does to clients that are slow, or say nothing, on each host. */
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readAnswers, saysClose } from '../support/http/answers.ts';
import { chunked, get, head, post } from '../support/http/corpus/case.ts';
import { PROBE, exchange } from '../support/http/exchange.ts';
import { openRaw } from '../support/http/raw.ts';
import { HOSTS, type Server, startServer } from './hosts.ts';

const FLAGS = ['--header-timeout', '1', '--body-timeout', '1', '--keep-alive-timeout', '1'];
const DRIP_MS = 50;

/** What a client sends before it stops. */
const STOPPING: [where: string, bytes: string, before: number][] = [
  ['in a method', 'GE', 0],
  ['in a target', 'GET /heal', 0],
  ['before the end of a request line', 'GET / HTTP/1.1\r', 0],
  ['in a field', 'GET / HTTP/1.1\r\nHost: loc', 0],
  ['before the end of a head', 'GET / HTTP/1.1\r\nHost: a\r\n\r', 0],
  ['in the head of a second request', `${get()}GET / HTT`, 1],
];

/** Bodies that stop; a route that answers as the body comes may have begun. */
const STOPPING_BODIES: [where: string, bytes: string][] = [
  ['before a body', head('POST /echo HTTP/1.1', 'Content-Length: 5')],
  ['in a body', post('hello').slice(0, -2)],
  ['before the first chunk', chunked('')],
  ['in the size of a chunk', chunked('5\r\nhello\r\n5')],
  ['in a chunk', chunked('5\r\nhel')],
  ['before the end of a chunk', chunked('5\r\nhello\r')],
  ['before the last line', chunked('5\r\nhello\r\n0\r\n')],
  ['in a trailer', chunked('5\r\nhello\r\n0\r\nX: ')],
];

/** Whether the answers are so many of 200, and then 408 and the end. */
function assertTimedOut(received: Buffer, before: number): void {
  const answers = readAnswers(received, true, () => false);
  assert.equal(
    answers.map(({ status }) => status),
    [...Array(before).fill(200), 408],
  );
  assert.ok(saysClose(answers.at(-1)!));
}

/** Like that, or one answer of 200 that is cut off. */
function assertTimedOutOrCut(received: Buffer): void {
  const [answer] = readAnswers(received, true, () => false);
  if (answer?.status === 200) assert.not.ok(answer.isWhole);
  else assertTimedOut(received, 0);
}

/** Sends what is given, then a character after the other until the server ends the connection. */
async function drip(port: number, start: string, drops: string): Promise<Buffer> {
  const connection = await openRaw(port);
  connection.write(start);
  for (let i = 0; !connection.isOver; i++) {
    connection.write(drops[i % drops.length]!);
    await sleep(DRIP_MS);
  }
  return connection.rest();
}

for (const host of HOSTS) {
  const test = suite(`slow http clients on ${host.name}`);
  let server: Server;
  /** All cases wait at the same time. */
  const waiting = new Map<string, Promise<Buffer>>();

  function wait(what: string, bytes: Promise<Buffer>): void {
    bytes.catch(() => {}); // the test which waits for it fails
    waiting.set(what, bytes);
  }

  test.before(async () => {
    server = await startServer(host, 'http', '--quiet', ...FLAGS);
    const { port } = server;
    for (const [where, bytes] of [...STOPPING, ...STOPPING_BODIES]) {
      wait(where, exchange(port, [Buffer.from(bytes, 'latin1')]));
    }
    wait('nothing', exchange(port, []));
    wait('an empty line', exchange(port, [Buffer.from('\r\n')]));
    wait('one request', exchange(port, [Buffer.from(get())]));
    wait('a head', drip(port, 'GET / HTTP/1.1\r\nHost: a\r\n', 'X: y\r\n'));
    wait('a target', drip(port, 'GET /', 'x'));
    wait('a body', drip(port, head('POST /echo HTTP/1.1', 'Content-Length: 5000'), 'x'));
    wait('chunks', drip(port, chunked(''), '1\r\nx\r\n'));
  });
  test.after(() => server.kill());

  test('http: slow clients hold nobody up', async () => {
    const answers = readAnswers(await exchange(server.port, [Buffer.from(PROBE)]), true, () => false);
    assert.is(answers[0]!.status, 200);
  });

  for (const [where, , before] of STOPPING) {
    test(`http: a client that stops ${where} gets 408, and the connection closes`, async () => {
      assertTimedOut(await waiting.get(where)!, before);
    });
  }

  for (const [where] of STOPPING_BODIES) {
    test(`http: a client that stops ${where} gets 408 or half an answer, and the connection closes`, async () => {
      assertTimedOutOrCut(await waiting.get(where)!);
    });
  }

  for (const what of ['a head', 'a target']) {
    test(`http: ${what} that drips gets 408, and the connection closes`, async () => {
      assertTimedOut(await waiting.get(what)!, 0);
    });
  }

  for (const what of ['a body', 'chunks']) {
    test(`http: ${what} that drips: 408 or half an answer, and the connection closes`, async () => {
      assertTimedOutOrCut(await waiting.get(what)!);
    });
  }

  for (const what of ['nothing', 'an empty line']) {
    test(`http: a connection on which ${what} comes is closed`, async () => {
      const answers = readAnswers(await waiting.get(what)!, true, () => false);
      assert.ok(answers.every(({ status }) => status === 408));
    });
  }

  test('http: a connection that is kept alive and not used is closed without a word', async () => {
    const answers = readAnswers(await waiting.get('one request')!, true, () => false);
    assert.equal(
      answers.map(({ status }) => status),
      [200],
    );
  });

  test.run();
}
