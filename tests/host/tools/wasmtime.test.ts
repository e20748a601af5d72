import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bestVersion } from '../../../host/tools/wasmtime.ts';

const SCRIPT = fileURLToPath(new URL('../../../host/tools/wasmtime.ts', import.meta.url));

const test = suite('wasmtime');
const folder = mkdtempSync(join(tmpdir(), 'as-selectors-wasmtime-'));
test.after(() => rmSync(folder, { recursive: true }));

/** Makes a program that says `version` when it is asked for it, and else its arguments. */
function wasmtimeThatSays(version: string): string {
  const file = join(folder, `wasmtime-${version.replaceAll(/\W/g, '-')}`);
  const script = `#!/bin/sh\nif [ "$1" = --version ]; then echo '${version}'; else echo "$@"; fi\n`;
  writeFileSync(file, script, { mode: 0o755 });
  return file;
}

const SAYS: [version: string, best: string, server: string][] = [
  ['wasmtime 49.0.4 (5c5a3bc4f 2026-11-06)', '0.3', 'dist/echo.wasi-0.3.wasm'],
  ['wasmtime 46.0.0', '0.3', 'dist/echo.wasi-0.3.wasm'],
  ['wasmtime 45.0.2', '0.2', 'dist/echo.wasm'],
  ['wasmtime 17.0.0', '0.2', 'dist/echo.wasm'],
  ['wasmtime-cli dev build', '0.2', 'dist/echo.wasm'],
];

for (const [version, best, server] of SAYS) {
  test(`wasmtime: "${version}" gets the build for WASI ${best}, and is said to`, () => {
    const program = wasmtimeThatSays(version);
    assert.is(bestVersion(program), best);
    const output = execFileSync(
      'sh',
      ['-c', `"$0" --import tsx "${SCRIPT}" run echo --quiet 2>&1`, process.execPath],
      {
        env: { ...process.env, WASMTIME: program },
        encoding: 'utf8',
      },
    );
    assert.match(output, `${program} runs ${server}`);
    assert.match(output, `/${server} --quiet`);
  });
}

test.run();
