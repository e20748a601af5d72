/** What the HTTP client makes of real servers, on every host. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { HOSTS } from './hosts.ts';
import { having, request } from './http-requests.ts';
import { httpUpstream } from './http-upstreams.ts';

const LETTERS = 'abcdefghijklmnopqrst';

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
