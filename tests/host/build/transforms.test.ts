import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BuildError, build } from '../../../host/build/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'as-selectors-transforms-'));
writeFileSync(join(folder, 'server.ts'), 'export function run(): i32 { return 0; }\n');

const test = suite('transforms');
test.after(() => rmSync(folder, { recursive: true }));

/** Builds the server with a transform that consists of this text. */
async function buildWith(name: string, text: string): Promise<string> {
  writeFileSync(join(folder, name), text);
  const { file } = await build({ folder, source: 'server.ts', debug: true, transforms: [`./${name}`] });
  return file;
}

test('transforms: a class and an object both see the program, in their order, and what they change is compiled', async () => {
  const seen = ((globalThis as { seen?: string[] }).seen = []);
  writeFileSync(
    join(folder, 'first.mjs'),
    `export default class { afterParse() { seen.push('first', typeof this.program, this.baseDir); } }`,
  );
  writeFileSync(
    join(folder, 'second.cjs'),
    `module.exports = { afterParse(parser) { seen.push('second', String(parser.sources.some((s) => s.normalizedPath.endsWith('server.ts')))); } };`,
  );
  await build({ folder, source: 'server.ts', debug: true, transforms: ['./first.mjs', './second.cjs'] });
  const [first, program, baseDir, ...second] = seen;
  assert.equal([first, program], ['first', 'object']);
  assert.not.match(baseDir!, /^\//);
  assert.equal(second, ['second', 'true']);
});

const WRONG: [what: string, name: string, text: string, message: RegExp][] = [
  ['that is not valid', 'broken.mjs', 'export default (', /^the transform \.\/broken\.mjs can't be loaded: /],
  ['without a default export', 'none.mjs', 'export const a = 1;', /^\.\/none\.mjs is no transform: /],
  ['that throws', 'throws.mjs', `export default class { afterParse() { throw new Error('boom'); } }`, /^the transform \.\/throws\.mjs failed: boom$/],
  ['that rejects', 'rejects.mjs', `export default { async afterCompile() { throw 'late'; } };`, /^the transform \.\/rejects\.mjs failed: late$/],
]; // prettier-ignore
for (const [what, name, text, message] of WRONG) {
  test(`transforms: one ${what} is told of in a line with its name`, async () => {
    try {
      await buildWith(name, text);
    } catch (error) {
      assert.instance(error, BuildError);
      assert.is((error as BuildError).code, 'ERR_TRANSFORM');
      assert.match((error as BuildError).message, message);
      return;
    }
    assert.unreachable('built');
  });
}

test('transforms: one that is not there is told of with how to get its package', async () => {
  const missing: [string, RegExp][] = [
    ['@scope/package/transform', /^the transform @scope\/package\/transform is not there: npm install @scope\/package$/],
    ['./missing.mjs', /^the transform \.\/missing\.mjs is not there: no such file$/],
  ]; // prettier-ignore
  for (const [name, message] of missing) {
    const built = build({ folder, source: 'server.ts', transforms: [name] });
    await built.then(
      () => assert.unreachable('built'),
      (error) => {
        assert.is(error.code, 'ERR_TRANSFORM');
        assert.match(error.message, message);
      },
    );
  }
});

test.run();
