/** What the HTTP client makes of real servers, of slow ones and of wrong ones, on every host. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { VERSIONS, type WasiVersion } from '../../host/build/wasi-version.ts';
import { within } from '../support/client.ts';
import { compileGuest } from './guest.ts';
import { HOSTS, type Host, Running } from './hosts.ts';
import { type Upstream, httpUpstream, rawUpstream } from './http-upstreams.ts';

const files = new Map<WasiVersion, string>();
for (const version of VERSIONS)
  files.set(version, await compileGuest('tests/contract/guests/http-requests', version));

const HELLO = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';
const LETTERS = 'abcdefghijklmnopqrst';

/** Runs the guest with these words; gives what came of each request, in the order of the requests. */
async function request(host: Host, words: string): Promise<string[]> {
  const guest = new Running([...host.run(files.get(host.version)!), ...words.split(' ')]);
  try {
    assert.is(await within(guest.exitCode, 'the end of the guest'), 0, guest.errorLines.join('\n'));
  } finally {
    await guest.kill();
  }
  const lines = guest.output.trimEnd().split('\n');
  assert.is(lines.pop(), 'done');
  lines.sort((a, b) => parseInt(a, 10) - parseInt(b, 10));
  return lines.map((line, i) => {
    assert.ok(line.startsWith(`${i}: `), `each is answered once: ${lines.join('; ')}`);
    return line.slice(`${i}: `.length).trimEnd();
  });
}

/** Runs a case with an upstream and closes that, whatever comes. */
function having(
  made: () => Promise<Upstream>,
  run: (upstream: Upstream) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const upstream = await made();
    try {
      await run(upstream);
    } finally {
      await upstream.close();
    }
  };
}

for (const host of HOSTS) {
  const test = suite(`http client on ${host.name}`);

  test(
    'bodies of all sizes arrive both ways, however they are framed',
    having(httpUpstream, async ({ url }) => {
      const words = [
        `GET ${url}/ HEAD ${url}/ GET ${url}/trailer GET ${url}/echo POST ${url}/echo`,
        `POST ${url}/echo body 100 PUT ${url}/echo body 3000000 GET ${url}/echo body 3`,
        `POST ${url}/echo stream 3000000 POST ${url}/echo chunks 3000000 slow POST ${url}/echo chunks 0`,
        `GET ${url}/long slow GET ${url}/long whole 9000000 GET ${url}/long whole 100`,
      ];
      assert.equal(await request(host, words.join(' ')), [
        '200 5 hello',
        '200 0',
        '200 14 with a trailer end=yes',
        '200 0  note=GET,nothing',
        '200 0  note=POST,0',
        `200 100 ${LETTERS} note=POST,100`,
        `200 3000000 ${LETTERS} note=PUT,3000000`,
        '200 3 abc note=GET,3',
        `200 3000000 ${LETTERS} note=POST,3000000`,
        `200 3000000 ${LETTERS} note=POST,chunked`,
        '200 0  note=POST,chunked',
        '200 8000000 long long long long',
        '200 8000000 long long long long',
        'error out of memory',
      ]);
    }),
  );

  test(
    'what can not be sent, or not connected, is said, and nothing is sent',
    having(httpUpstream, async ({ url, requests }) => {
      const words = [
        `GET https://127.0.0.1/ GET ftp://127.0.0.1/ GET ${url}/ header A\nB c GET ${url}/ header A b\r\nX:y`,
        `GET\r\n ${url}/ GET http://127.0.0.1:1/ then GET http://127.1/`,
      ];
      assert.equal(await request(host, words.join(' ')), [
        'error not supported here (https:// is not supported: there is no TLS here)',
        'error invalid (the URL is not valid)',
        'error invalid (a header has characters that no header may have)',
        'error invalid (a header has characters that no header may have)',
        'error invalid (the method is not valid)',
        'error connection refused',
        'error invalid (the URL is not valid)',
      ]);
      assert.equal(requests, []);
    }),
  );

  test(
    'a connection is used again, and no more than are allowed are made; the rest waits, in order',
    having(httpUpstream, async (upstream) => {
      const get = `GET ${upstream.url}/`;
      await request(host, `${get}1 then ${get}2 then POST ${upstream.url}/3 body 5 then ${get}4`);
      assert.is(upstream.connections, 1);
      assert.equal(upstream.requests, ['GET /1', 'GET /2', 'POST /3', 'GET /4']);
      const gets = Array.from({ length: 9 }, (_, i) => `${get}${i}`).join(' ');
      const answers = await request(host, `--per-origin=2 ${gets}`);
      assert.equal(answers, Array<string>(9).fill('200 5 hello'));
      assert.is(upstream.connections, 3);
      assert.is(upstream.mostConnections, 2);
      await request(host, `--per-origin=1 ${gets}`);
      assert.equal(
        upstream.requests.slice(-9),
        [...'012345678'].map((i) => `GET /${i}`),
      );
    }),
  );

  test(
    'where too many requests wait, the last ones fail',
    having(httpUpstream, async ({ url }) => {
      const answers = await request(
        host,
        `--per-origin=1 --waiting=2 ${Array(5).fill(`GET ${url}/`).join(' ')}`,
      );
      const refused = 'error no more sockets allowed (limit of open files)';
      assert.equal(answers, [...Array<string>(3).fill('200 5 hello'), refused, refused]);
    }),
  );

  test(
    'with one connection for all, servers take turns',
    having(httpUpstream, (one) =>
      having(httpUpstream, async (other) => {
        const words = `GET ${one.url}/ GET ${other.url}/ GET ${one.url}/ GET ${one.url}/ GET ${other.url}/`;
        assert.equal(await request(host, `--connections=1 ${words}`), Array<string>(5).fill('200 5 hello'));
        assert.is(one.requests.length + other.requests.length, 5);
      })(),
    ),
  );

  test(
    'a connection is not kept for longer than it may be idle',
    having(httpUpstream, async (upstream) => {
      await request(host, `--idle-ms=20 GET ${upstream.url}/ then wait 1000 GET ${upstream.url}/`);
      assert.is(upstream.connections, 2);
    }),
  );

  test(
    'where the server closes a connection that it has kept, what may be repeated is, once',
    having(
      () => rawUpstream((socket, count) => (count === 1 ? socket.write(HELLO) : socket.destroy())),
      async (upstream) => {
        const { url, requests } = upstream;
        const words = `GET ${url}/1 then GET ${url}/2 then PUT ${url}/3 body 3 then POST ${url}/4 body 3`;
        assert.equal(await request(host, `${words} then GET ${url}/5 then PUT ${url}/6 stream 3`), [
          ...Array<string>(3).fill('200 5 hello'),
          'error connection lost',
          '200 5 hello',
          'error connection lost',
        ]);
        const sent = ['GET /1', 'GET /2', 'GET /2', 'PUT /3', 'PUT /3', 'POST /4', 'GET /5', 'PUT /6'];
        assert.equal(
          requests.map((line) => line.replace(/^.*?([A-Z]+ )/, '$1')),
          sent,
        );
      },
    ),
  );

  test(
    'where the server never answers, nothing is repeated more than once',
    having(
      () =>
        rawUpstream((socket, count, connection) =>
          count === 1 && connection === 1 ? socket.write(HELLO) : socket.destroy(),
        ),
      async ({ url, requests }) => {
        assert.equal(await request(host, `GET ${url}/1 then GET ${url}/2 then GET ${url}/3`), [
          '200 5 hello',
          'error connection lost',
          'error connection lost',
        ]);
        assert.equal(requests, ['GET /1', 'GET /2', 'GET /2', 'GET /3']);
      },
    ),
  );

  test(
    'an answer too many is not taken for that to the next request',
    having(
      () =>
        rawUpstream((socket, count, connection) =>
          socket.write(connection === 1 ? HELLO + HELLO.replace('hello', 'wrong') : HELLO),
        ),
      async (upstream) => {
        const answers = await request(
          host,
          `GET ${upstream.url}/ then GET ${upstream.url}/ then wait 20 GET ${upstream.url}/`,
        );
        assert.equal(answers, Array<string>(3).fill('200 5 hello'));
        assert.is(upstream.connections, 2);
      },
    ),
  );

  /** Servers that do wrong, and what comes of it. They keep their connections open. */
  const WRONG: [name: string, what: string, result: string][] = [
    ['garbage', 'garbage\r\n\r\n', 'error connection aborted'],
    ['a bare LF', HELLO.replace('OK\r', 'OK'), 'error connection aborted'],
    ['two lengths', HELLO.replace('\r\n\r', '\r\nContent-Length: 6\r\n\r'), 'error connection aborted'],
    ['a head without end', 'HTTP/1.1 200 OK\r\n' + 'X: y\r\n'.repeat(100_000), 'error out of memory'],
    ['a line without end', `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(1_000_000)}`, 'error out of memory'],
    [
      'interim answers without end',
      'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(10_000),
      'error connection aborted',
    ],
    [
      'a wrong chunk',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd',
      'error connection aborted after 3',
    ],
    ['no head in time', 'HTTP/1.1 200 OK\r\nX', 'error timed out'],
    ['no body in time', HELLO.slice(0, -1), 'error timed out after 4'],
  ];
  test(
    'an answer that is wrong, too large or too late ends with the reason',
    having(
      async () => {
        const upstream = await rawUpstream((socket) =>
          socket.write(WRONG[Number(/\d+$/.exec(upstream.requests.at(-1)!)![0])]![1]),
        );
        return upstream;
      },
      async ({ url }) => {
        const gets = WRONG.map((_, i) => `GET ${url}/${i}`).join(' ');
        const answers = await request(host, `--per-origin=1 --head-ms=300 --body-ms=300 ${gets}`);
        assert.equal(
          answers,
          WRONG.map(([, , result]) => result),
        );
      },
    ),
  );

  test(
    'an answer that drips may take as long as all may take',
    having(
      () =>
        rawUpstream((socket) => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          const timer = setInterval(() => socket.write('x'), 5);
          socket.on('close', () => clearInterval(timer));
        }),
      async ({ url }) => {
        const [answer] = await request(host, `--body-ms=5000 --total-ms=400 GET ${url}/`);
        assert.match(answer!, /^error timed out after \d+$/);
      },
    ),
  );

  test(
    'a body that is cut is told from one that ends',
    having(
      () =>
        rawUpstream((socket, _count, connection) => {
          if (connection === 1) socket.end('HTTP/1.1 200 OK\r\n\r\nall');
          else if (connection === 2) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ncut');
          else socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ncut\r\n');
        }),
      async ({ url }) => {
        assert.equal(await request(host, `GET ${url}/ then GET ${url}/ then GET ${url}/`), [
          '200 3 all',
          'error connection lost after 3',
          'error connection lost after 3',
        ]);
      },
    ),
  );

  test(
    'the answer counts though the server did not want the whole body, and the connection is not used again',
    having(
      () => rawUpstream((socket) => socket.write(HELLO)),
      async (upstream) => {
        const { url } = upstream;
        const answers = await request(host, `POST ${url}/ chunks 500000 then GET ${url}/`);
        assert.equal(answers, Array<string>(2).fill('200 5 hello'));
      },
    ),
  );

  test(
    'redirects are followed as far as it is asked for, and change the method where they have to',
    having(httpUpstream, async ({ url, requests }) => {
      const words = [
        `GET ${url}/to/302/echo then GET ${url}/to/301/ then POST ${url}/to/302/echo body 5 then POST ${url}/to/307/echo body 5`,
        `then PUT ${url}/to/308/echo body 5 then PUT ${url}/to/303/echo body 5 then HEAD ${url}/to/303/`,
        `then PUT ${url}/to/307/echo stream 5 then GET ${url}/to/302/tls then GET ${url}/again`,
      ];
      const all = words.join(' ');
      assert.equal(await request(host, `--redirects=2 ${all}`), [
        '200 0  note=GET,nothing',
        '200 5 hello',
        '200 0  note=GET,nothing',
        '200 5 abcde note=POST,5',
        '200 5 abcde note=PUT,5',
        '200 0  note=GET,nothing',
        '200 0',
        '307 9 elsewhere',
        '302 9 elsewhere',
        '302 0',
      ]);
      assert.equal(requests.slice(-3), Array<string>(3).fill('GET /again'));
      assert.equal(await request(host, `GET ${url}/to/302/echo GET ${url}/again`), [
        '302 9 elsewhere',
        '302 0',
      ]);
    }),
  );

  test(
    'another server is not told what was for the first one alone',
    having(httpUpstream, (other) =>
      having(
        () => httpUpstream(other.url),
        async ({ url }) => {
          const headers = 'header Authorization a header Cookie b header X-Own c';
          const words = `GET ${url}/to/302/secrets ${headers} GET ${url}/to/302/other ${headers}`;
          assert.equal(await request(host, `--redirects=1 ${words}`), ['200 5 a b c', '200 5 - - c']);
        },
      )(),
    ),
  );

  test(
    'a request that is aborted hears no more, and others go on',
    having(httpUpstream, async ({ url }) => {
      const words = `--per-origin=1 GET ${url}/long abort GET ${url}/ GET ${url}/long abort GET ${url}/`;
      assert.equal(await request(host, words), ['aborted', '200 5 hello', 'aborted', '200 5 hello']);
    }),
  );

  test.run();
}
