/** Requests that come in pieces, split at each place and byte by byte, on each host. The parser's own tests do that for all. */
import { HTTP_CORPUS, type HttpCase } from '../support/http/corpus/index.ts';
import { assertAnswers, bytesOf, exchange } from '../support/http/exchange.ts';
import { suite } from 'uvu';
import { HOSTS, type Server, startServer } from './hosts.ts';

/** Some of each kind. */
const CHOSEN = [
  'GET is answered with type, length and date',
  'POST gives the body back, with its type',
  'chunks are joined',
  'trailers are taken',
  'a chunk behind "5;a=\\"b c;d\\\\\\"e\\"" has five bytes',
  'two empty lines before a request are passed over',
  'the field "X : y" is refused',
  'a bare LF at the end of the head is refused',
  'two equal lengths are refused',
  'chunked with a length is refused',
  'data longer than its size is refused',
  'a bad field in the third request does not lose the first two answers',
];

function chosen(fact: string): HttpCase {
  const found = HTTP_CORPUS.find((httpCase) => httpCase.fact === fact);
  if (!found) throw new Error(`no such case: ${fact}`);
  return found;
}

for (const host of HOSTS) {
  const test = suite(`http in pieces on ${host.name}`);
  let server: Server;

  test.before(async () => {
    server = await startServer(host, 'http', '--quiet');
  });
  test.after(() => server.kill());

  for (const httpCase of CHOSEN.map(chosen)) {
    test(`http: split anywhere: ${httpCase.fact}`, async () => {
      const bytes = bytesOf(httpCase);
      await Promise.all(
        Array.from({ length: bytes.length - 1 }, async (_, i) => {
          const received = await exchange(server.port, [bytes.subarray(0, i + 1), bytes.subarray(i + 1)]);
          assertAnswers(httpCase, received, `split after ${i + 1} bytes: `);
        }),
      );
    });

    test(`http: byte by byte: ${httpCase.fact}`, async () => {
      const bytes = bytesOf(httpCase);
      const received = await exchange(
        server.port,
        Array.from(bytes, (_, i) => bytes.subarray(i, i + 1)),
      );
      assertAnswers(httpCase, received);
    });
  }

  test.run();
}
