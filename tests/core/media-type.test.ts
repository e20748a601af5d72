import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TABLE_FILE, mediaTypeSource, mediaTypeTable } from '../../host/tools/media-types.ts';
import { loadCore } from '../support/compile.ts';

const test = suite('media-type');
const core = await loadCore();
const MAX_TABLE_BYTES = 6 * 1024;

/** A path and its type; `+`: compressed copies may lie beside it. */
const TYPES: [path: string, type: string][] = [
  ['index.html', 'text/html; charset=utf-8 +'],
  ['a/b/style.css', 'text/css; charset=utf-8 +'],
  ['app.js', 'text/javascript; charset=utf-8 +'],
  ['app.mjs', 'text/javascript; charset=utf-8 +'],
  ['app.js.map', 'application/json +'],
  ['data.json', 'application/json +'],
  ['a.svg', 'image/svg+xml +'],
  ['a.png', 'image/png'],
  ['A.JPG', 'image/jpeg'],
  ['a.webp', 'image/webp +'],
  ['a.woff2', 'font/woff2 +'],
  ['a.wasm', 'application/wasm +'],
  ['a.xml', 'application/xml +'],
  ['a.ico', 'image/vnd.microsoft.icon +'],
  ['a.mp3', 'audio/mpeg'],
  ['a.wav', 'audio/wav'],
  ['a.mp4', 'video/mp4'],
  ['a.pdf', 'application/pdf'],
  ['a.tar.gz', 'application/gzip'],
  ['a.txt', 'text/plain; charset=utf-8 +'],
  ['a', 'application/octet-stream +'],
  ['', 'application/octet-stream +'],
  ['a.', 'application/octet-stream +'],
  ['a/.html', 'text/html; charset=utf-8 +'],
  ['a.html/b', 'application/octet-stream +'],
  ['a.htm l', 'application/octet-stream +'],
  ['a.html css', 'application/octet-stream +'],
  ['a.ht', 'application/octet-stream +'],
  ['a.htmlx', 'application/octet-stream +'],
  ['a.wmv\n', 'application/octet-stream +'],
  ['a.\u0168tml', 'application/octet-stream +'],
  ['a.text/css', 'application/octet-stream +'],
];
for (const [path, type] of TYPES)
  test(`media type: ${JSON.stringify(path)} is ${type}`, () => assert.is(core.mediaType(path), type));

test('media type: each extension of the table has its type', () => {
  for (const line of mediaTypeTable().trimEnd().split('\n')) {
    const [name, ...extensions] = line.split(' ');
    const charset = name!.startsWith('text/') ? '; charset=utf-8' : '';
    const type = name!.endsWith('!') ? name!.slice(0, -1) + charset : `${name}${charset} +`;
    for (const extension of extensions) assert.is(core.mediaType(`a.${extension}`), type);
  }
});

test('media type: the table is what mime-db has now, and is small', async () => {
  assert.is(readFileSync(TABLE_FILE, 'utf8'), await mediaTypeSource(), 'npm run media-types makes it anew');
  assert.ok(mediaTypeTable().length <= MAX_TABLE_BYTES);
});

test.run();
