import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkFiles, coreFiles } from './compile.ts';

const test = suite('compile');

test('compile: every file compiles, also what no server reaches', async () => {
  const files = coreFiles();
  assert.ok(files.includes('assembly/index.ts'));
  assert.ok(files.includes('assembly/servers/echo.ts'));
  await checkFiles(files);
});

test.run();
