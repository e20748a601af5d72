/** What a server with small limits makes of large requests. */
import {
  type HttpCase,
  answered,
  badBody,
  chunked,
  echoOf,
  get,
  head,
  post,
  refused,
  refusedAtOnce,
  served,
} from './case.ts';

/** The limits that these cases are about. */
export const MAX_HEADER_BYTES = 2048;
export const MAX_BODY_BYTES = 1000;
/** What a target may have of a head. */
const MAX_TARGET_BYTES = MAX_HEADER_BYTES / 2;
const MAX_FIELDS = 100;
/** How far from a limit a case keeps where a server may count a line's end or not. */
const NEAR = 64;

/** A GET whose head has so many bytes. */
function sized(bytes: number): string {
  const shortest = get('/healthz', 'X: ');
  return get('/healthz', `X: ${'y'.repeat(bytes - shortest.length)}`);
}

/** A GET with so many fields. */
function many(count: number): string {
  return get('/healthz', ...Array.from({ length: count - 1 }, (_, i) => `X${i}: y`));
}

const FULL = 'x'.repeat(MAX_BODY_BYTES);
const LAST = '0\r\n\r\n';

export const LIMITS: HttpCase[] = [
  served('a head within the limit is taken', sized(MAX_HEADER_BYTES - NEAR), 200),
  served(
    'heads within the limit are taken one after the other',
    sized(MAX_HEADER_BYTES - NEAR).repeat(5),
    200,
    200,
    200,
    200,
    200,
  ),
  refused('a head beyond the limit is 431', sized(MAX_HEADER_BYTES + NEAR), 431),
  refused('a head far beyond the limit is 431', sized(MAX_HEADER_BYTES * 50), 431),
  refusedAtOnce(
    'a head without end is 431',
    `GET / HTTP/1.1\r\nHost: a\r\n${'X: y\r\n'.repeat(90)}X: ${'y'.repeat(MAX_HEADER_BYTES)}`,
    431,
  ),
  refusedAtOnce(
    'a field without end is 431',
    `GET / HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(MAX_HEADER_BYTES + NEAR)}`,
    431,
  ),
  refusedAtOnce(
    'the name of a field without end is 431',
    `GET / HTTP/1.1\r\nHost: a\r\n${'X'.repeat(MAX_HEADER_BYTES + NEAR)}`,
    431,
  ),
  {
    ...refused(
      'a head beyond the limit does not lose the answer before it',
      get() + sized(MAX_HEADER_BYTES + NEAR),
    ),
    answers: [{ status: 200 }, { status: 431 }],
  },
  served('a target within the limit is taken', get(`/${'x'.repeat(MAX_TARGET_BYTES - NEAR)}`), 404),
  refused('a target beyond the limit is 414', get(`/${'x'.repeat(MAX_TARGET_BYTES + NEAR)}`), 414),
  refusedAtOnce('a target without end is 414', `GET /${'x'.repeat(MAX_TARGET_BYTES + NEAR)}`, 414),
  refusedAtOnce('a query without end is 414', `GET /?${'x=y&'.repeat(MAX_TARGET_BYTES / 3)}`, 414),
  refusedAtOnce('a method without end is refused', 'X'.repeat(MAX_HEADER_BYTES + NEAR), [400, 414, 431, 501]),
  served('a hundred fields are taken', many(MAX_FIELDS), 200),
  refused('more than a hundred fields are 431', many(MAX_FIELDS + 1), 431),
  served('a body at the limit is taken', post(FULL), echoOf(FULL)),
  served(
    'bodies at the limit are taken one after the other',
    post(FULL).repeat(3),
    echoOf(FULL),
    echoOf(FULL),
    echoOf(FULL),
  ),
  answered('a body beyond the limit is 413', post(`${FULL}x`), 413),
  refused('a body far beyond the limit is 413, and the answer is not lost', post('x'.repeat(2_000_000)), 413),
  ...[MAX_BODY_BYTES * 100, 2 ** 31, 2 ** 32 + 5, 1e15].map((length) =>
    refusedAtOnce(
      `a body of ${length} bytes is 413 before it comes`,
      head('POST /echo HTTP/1.1', `Content-Length: ${length}`),
      413,
    ),
  ),
  refusedAtOnce(
    'a body beyond the limit is not asked for',
    head('POST /echo HTTP/1.1', 'Expect: 100-continue', 'Content-Length: 1001'),
    413,
  ),
  served(
    'chunks up to the limit are taken',
    chunked(`${'a\r\n0123456789\r\n'.repeat(MAX_BODY_BYTES / 10)}${LAST}`),
    echoOf('0123456789'.repeat(MAX_BODY_BYTES / 10)),
  ),
  badBody(
    'chunks beyond the limit are 413',
    chunked(`${'a\r\n0123456789\r\n'.repeat(MAX_BODY_BYTES / 10)}1\r\nx\r\n${LAST}`),
    413,
  ),
  badBody('a chunk beyond the limit is 413', chunked(`3e9\r\n${FULL}x\r\n${LAST}`), 413),
  badBody('chunks without end are 413', chunked('a\r\n0123456789\r\n'.repeat(100_000)), 413),
];
