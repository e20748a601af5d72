import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCore } from '../support/compile.ts';

const test = suite('coding-quality');
const core = await loadCore();
const UNMENTIONED = -1;

/** Accept-Encoding, and how welcome brotli is. */
const FIELDS: [field: string, quality: number][] = [
  ['', UNMENTIONED],
  ['gzip', UNMENTIONED],
  ['brx, xbr', UNMENTIONED],
  ['br', 1000],
  ['BR', 1000],
  ['gzip, deflate, br, zstd', 1000],
  ['gzip,,br', 1000],
  ['gzip;q=0.5,br;q=0.25', 250],
  ['br;q=0', 0],
  ['br;q=0.000', 0],
  ['br;q=0.001', 1],
  ['br;q=0.5', 500],
  ['br;Q=0.5', 500],
  ['br ; q=0.5 , gzip', 500],
  ['br;\tq=0.5', 500],
  ['br;q=1', 1000],
  ['br;q=1.', 1000],
  ['br;q=0.', 0],
  ['br;q=1.000', 1000],
  ['br;q=1.001', 0],
  ['br;q=2', 0],
  ['br;q=0.0001', 0],
  ['br;q=-1', 0],
  ['br;q=.5', 0],
  ['br;q=', 0],
  ['br;q', 0],
  ['br;q=a', 0],
  ['br;q=0,5', 0],
  ['br;level=3', 0],
  ['br;', 0],
  ['*', 1000],
  ['*;q=0.5', 500],
  ['*;q=0', 0],
  ['*;q=0.5, br', 1000],
  ['br;q=0, *', 0],
  ['*, br;q=0', 0],
  ['gzip;q=0.5, *;q=0', 0],
  [';q=1', UNMENTIONED],
];
for (const [field, quality] of FIELDS)
  test(`coding: "${field}" has br at ${quality}`, () => assert.is(core.codingQuality(field, 'br'), quality));

test.run();
