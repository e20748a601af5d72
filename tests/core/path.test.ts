import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCore } from '../support/compile.ts';

const test = suite('path');
const core = await loadCore();

for (const path of ['a', 'a/b.txt', 'a b', '...', '..a', 'a..', 'a/.b', '.well-known/x', 'é/😀', 'a:b'])
  test(`path: "${path}" is below a folder`, () => assert.is(core.isPathBelow(path), true));

const OTHERS = ['', '/', '/a', 'a/', 'a//b', '.', '..', './a', 'a/.', 'a/./b', '../a', 'a/..', 'a/../b'];
for (const path of [...OTHERS, 'a\\b', '\\', 'a\0', '\0'])
  test(`path: ${JSON.stringify(path)} is none below a folder`, () =>
    assert.is(core.isPathBelow(path), false));

/** A folder's name, a path, and what is left of it; null: it is not below. */
const WITHIN: [folder: string, path: string, rest: string | null][] = [
  ['site', 'site', ''],
  ['site', 'site/', ''],
  ['site/', './site', ''],
  ['site', 'site/a/b', 'a/b'],
  ['site', 'sites', null],
  ['site', 'a/site', null],
  ['site', '/site', null],
  ['/srv/site', '/srv/site/a', 'a'],
  ['/srv/site', '/srv', null],
  ['/', '/srv', 'srv'],
  ['/', '/', ''],
  ['/', 'srv', null],
  ['.', 'srv', 'srv'],
  ['.', './', ''],
  ['./', '.', ''],
  ['.', '/srv', null],
  ['../site', '../site/a', 'a'],
];

for (const [folder, path, rest] of WITHIN)
  test(`path: of ${path}, ${rest === null ? 'nothing' : `"${rest}"`} is below ${folder}`, () =>
    assert.is(core.pathWithin(folder, path), rest));

test.run();
