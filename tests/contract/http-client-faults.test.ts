/** What the HTTP client makes of servers that are slow, wrong or gone, on every host. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { HOSTS } from './hosts.ts';
import { having, request } from './http-requests.ts';
import { rawUpstream } from './http-upstreams.ts';

const HELLO = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';

for (const host of HOSTS) {
  const test = suite(`http client and faults on ${host.name}`);

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

  test.run();
}
