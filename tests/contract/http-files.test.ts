/** What a server answers with files, on each host: from a folder, and from what was compiled in. */
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FileServer, SOURCES } from './file-server.ts';
import { HOSTS } from './hosts.ts';
import { BIG, SECRET, SITE } from './site.ts';

const OTHER_ENCODING = 'gzip;q=0.5, br;q=0.7, identity;q=0.1';

/** A request with `Range` for the big file, and what is sent of it: -1 all of it. */
const RANGES: [range: string, start: number, length: number][] = [
  ['bytes=0-0', 0, 1],
  ['bytes=100-199', 100, 100],
  ['bytes=1048570-', 1048570, 6],
  ['bytes=-5', 1048571, 5],
  ['bytes=1048575-9999999', 1048575, 1],
  ['bytes=5-1', -1, 0],
  ['bytes=0-1,5-6', -1, 0],
  ['items=0-1', -1, 0],
];

for (const host of HOSTS) {
  const test = suite(`files over http on ${host.name}`);
  const server = new FileServer(test, host);

  for (const from of SOURCES) {
    const get = (path: string, fields = {}, method = 'GET') => server.ask(from + path, fields, method);

    test(`files: each comes whole, with its type and a tag: ${from}`, async () => {
      for (const [path, content] of Object.entries(SITE)) {
        const target = path.split('/').map(encodeURIComponent).join('/');
        const { status, headers, body } = await get(target);
        assert.is(status, 200, path);
        assert.ok(body.equals(Buffer.from(content)), path);
        assert.match(headers.etag!, /^"[0-9a-f-]+"$/);
        assert.is(headers['accept-ranges'], 'bytes');
        assert.is(headers['content-encoding'], undefined);
        assert.is(headers['last-modified'] !== undefined, from === '/folder/');
        const head = await get(target, {}, 'HEAD');
        assert.equal({ ...head.headers, date: '' }, { ...headers, date: '' });
      }
      assert.is((await get('style.css')).headers['content-type'], 'text/css; charset=utf-8');
      assert.is((await get('photo.png')).headers['content-type'], 'image/png');
      assert.is((await get('unknown')).headers['content-type'], 'application/octet-stream');
    });

    test(`files: a folder is its index, and is asked for with a slash: ${from}`, async () => {
      assert.is((await get('')).body.toString(), SITE['index.html']);
      assert.is((await get('sub/?a=1')).body.toString(), 'sub');
      const { status, headers } = await get('sub?a=/b&c');
      assert.is(status, 301);
      assert.is(headers.location, './sub/?a=/b&c');
      assert.is((await get('none')).status, 404);
      assert.is((await get('%73ub')).headers.location, './%73ub/');
    });

    test(`files: a client that has a file is not sent it again: ${from}`, async () => {
      const { etag, 'last-modified': modified } = (await get('style.css')).headers;
      for (const method of ['GET', 'HEAD']) {
        const { status, headers } = await get('style.css', { 'If-None-Match': `"x", W/${etag}` }, method);
        assert.is(status, 304);
        assert.is(headers.etag, etag);
        assert.is(headers.vary, 'Accept-Encoding');
        assert.is(headers['content-length'] ?? headers['content-type'], undefined);
      }
      assert.is((await get('style.css', { 'If-None-Match': '"x"' })).status, 200);
      assert.is((await get('style.css', { 'If-Match': etag })).status, 200);
      const { status, headers } = await get('style.css', { 'If-Match': '"x"' });
      assert.is(status, 412);
      assert.is(headers['content-type'], 'text/plain; charset=utf-8');
      assert.is((await get('nothing', { 'If-Match': '*' })).status, 404);
      if (modified === undefined) return;
      assert.is((await get('style.css', { 'If-Modified-Since': modified })).status, 304);
      assert.is((await get('style.css', { 'If-Unmodified-Since': modified })).status, 200);
      const before = new Date(Date.parse(modified) - 1000).toUTCString();
      assert.is((await get('style.css', { 'If-Modified-Since': before })).status, 200);
      assert.is((await get('style.css', { 'If-Unmodified-Since': before })).status, 412);
    });

    test(`files: a part comes alone: ${from}`, async () => {
      const { etag } = (await get('big.bin')).headers;
      for (const [range, start, length] of RANGES) {
        const { status, headers, body } = await get('big.bin', { Range: range, 'If-Range': etag });
        const [first, end] = start < 0 ? [0, BIG.length] : [start, start + length];
        assert.ok(body.equals(BIG.subarray(first, end)), range);
        assert.is(status, start < 0 ? 200 : 206, range);
        const expected = start < 0 ? undefined : `bytes ${first}-${end - 1}/${BIG.length}`;
        assert.is(headers['content-range'], expected);
      }
      assert.is((await get('big.bin', { Range: 'bytes=0-1', 'If-Range': '"x"' })).status, 200);
      assert.is((await get('big.bin', { Range: 'bytes=0-1', 'If-None-Match': etag })).status, 304);
      assert.is((await get('big.bin', { Range: 'bytes=0-1' }, 'HEAD')).status, 200);
      const { status, headers } = await get('big.bin', { Range: 'bytes=1048576-' });
      assert.is(status, 416);
      assert.is(headers['content-range'], 'bytes */1048576');
      assert.is(headers.etag ?? headers['cache-control'], undefined);
      assert.is((await get('empty.txt', { Range: 'bytes=0-' })).status, 416);
    });

    test(`files: a compressed copy goes to those who accept it: ${from}`, async () => {
      const plain = await get('style.css');
      const cases: [path: string, accepted: string, copy: string, coding?: string][] = [
        ['style.css', 'gzip, br', 'style.css.br', 'br'],
        ['style.css', 'gzip', 'style.css.gz', 'gzip'],
        ['style.css', OTHER_ENCODING, 'style.css.br', 'br'],
        ['style.css', 'gzip, br;q=0.9', 'style.css.gz', 'gzip'],
        ['style.css', 'br;q=0, *', 'style.css.gz', 'gzip'],
        ['style.css', 'identity, br;q=0.5', 'style.css'],
        ['style.css', 'zstd', 'style.css'],
        ['style.css', 'br;q=0, gzip;q=0', 'style.css'],
        ['app.js', 'gzip, br', 'app.js.gz', 'gzip'],
        ['app.js', 'gzip;q=0, br', 'app.js'],
        ['plain.txt', 'gzip, br', 'plain.txt'],
        ['photo.png', 'gzip, br', 'photo.png'],
      ];
      const tags = new Set<string>([plain.headers.etag!]);
      for (const [path, accepted, copy, coding] of cases) {
        const { status, headers, body } = await get(path, { 'Accept-Encoding': accepted });
        assert.is(status, 200);
        assert.is(headers['content-encoding'], coding, accepted);
        assert.ok(body.equals(Buffer.from(SITE[copy]!)), accepted);
        assert.is(headers.vary, path === 'photo.png' ? undefined : 'Accept-Encoding');
        assert.is(headers['content-type'], (await get(path)).headers['content-type']);
        if (path === 'style.css') tags.add(headers.etag!);
      }
      assert.is(tags.size, 3);
      const fields = { 'Accept-Encoding': 'br', Range: 'bytes=1-2' };
      const { headers, body } = await get('style.css', fields);
      assert.is(headers['content-encoding'], 'br');
      assert.ok(body.equals((SITE['style.css.br'] as Buffer).subarray(1, 3)));
    });

    test(`files: other methods are refused: ${from}`, async () => {
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
        const { status, headers } = await get('index.html', {}, method);
        assert.is(status, 405);
        assert.is(headers.allow, 'GET, HEAD, OPTIONS');
      }
    });
  }

  test('files: options name the index and the caching, show dotfiles, and leave copies alone', async () => {
    assert.is((await server.ask('/all/.env')).body.toString(), SECRET);
    assert.is((await server.ask('/all/sub/')).body.toString(), 'page');
    const { headers } = await server.ask('/all/style.css', { 'Accept-Encoding': 'br' });
    assert.is(headers['content-encoding'] ?? headers.vary, undefined);
    assert.is(headers['cache-control'], 'max-age=60');
    const again = await server.ask('/all/style.css', { 'If-None-Match': headers.etag! });
    assert.is(again.headers['cache-control'], 'max-age=60');
  });

  test('files: one that may still change within its second has a weak tag, and a part is not sent by that', async () => {
    const file = join(server.folder, 'new.txt');
    writeFileSync(file, 'new');
    const tomorrow = new Date(Date.now() + 86_400_000); // the clock is behind: it stays a new file
    utimesSync(file, tomorrow, tomorrow);
    const { headers } = await server.ask('/folder/new.txt');
    assert.match(headers.etag!, /^W\/"[0-9a-f-]+"$/);
    assert.ok(Date.parse(headers['last-modified']!) <= Date.parse(headers.date!) + 1000);
    for (const validator of [headers.etag!, headers['last-modified']!]) {
      const answer = await server.ask('/folder/new.txt', { Range: 'bytes=0-0', 'If-Range': validator });
      assert.is(answer.status, 200);
    }
    const again = await server.ask('/folder/new.txt', { 'If-None-Match': headers.etag! });
    assert.is(again.status, 304);
  });

  test.run();
}
