/** PROXY headers at each split of their bytes, byte by byte, and without reading a byte of what follows. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { HEADER_CASES } from '../support/proxy-headers.ts';
import { loadProxyProtocol } from '../support/proxy-protocol.ts';

/** Of a longer header, only the first bytes are split everywhere, the others here and there. */
const SPLIT_EVERYWHERE_BYTES = 320;
const STEP_BYTES = 4999;

const test = suite('proxy headers, read');
const core = await loadProxyProtocol();

for (const { fact, bytes, outcome } of HEADER_CASES)
  test(`proxy header: ${fact}, in whatever pieces it comes`, () => {
    core.load(bytes);
    assert.is(core.read([bytes.length]), outcome);
    assert.is(core.read([]), outcome, 'read exactly');
    for (let at = 1; at < bytes.length; at++) {
      const isTried = at < 64 || bytes.length < SPLIT_EVERYWHERE_BYTES || at % STEP_BYTES === 0;
      if (isTried) assert.is(core.read([at]), outcome, `split after ${at} bytes`);
    }
    assert.is(core.read(Array.from(bytes, (_, i) => i + 1)), outcome, 'byte by byte');
  });

test.run();
