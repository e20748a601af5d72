import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { VERSIONS } from '../../host/build/wasi-version.ts';
import { checkFiles, coreFiles } from '../support/compile.ts';

const test = suite('core');

for (const version of VERSIONS) {
  test(`core: every file compiles for WASI ${version}, also what no server uses yet`, async () => {
    const files = coreFiles();
    assert.ok(files.includes('assembly/index.ts'));
    await checkFiles([...files, 'tests/core/guests/reach.ts'], version);
  });
}

test.run();
