import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PARTS, documentPart } from '../../../host/tools/docs.ts';

const test = suite('documentation');

for (const part of Object.keys(PARTS)) {
  test(`documentation: every export of ${part}, and every public member of it, has a comment`, async () => {
    assert.is((await documentPart(part)).join('\n'), '');
  });
}

test.run();
