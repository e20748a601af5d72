import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The time of `hello.txt`: 2020-02-02 02:02:02.25 UTC. */
const HELLO_SECONDS = 1_580_608_922.25;

/** Makes the folder that guests/files.ts tells of, with a secret beside it; returns its path. The process removes it when it ends. */
export function makeOfferedFolder(): string {
  const top = mkdtempSync(join(tmpdir(), 'as-selectors-files-'));
  process.on('exit', () => rmSync(top, { recursive: true, force: true }));
  const folder = join(top, 'site');
  const at = (path: string): string => join(folder, path);
  mkdirSync(at('sub'), { recursive: true });
  writeFileSync(join(top, 'secret.txt'), 'secret');
  writeFileSync(at('hello.txt'), 'hello, file\n');
  utimesSync(at('hello.txt'), HELLO_SECONDS, HELLO_SECONDS);
  writeFileSync(at('empty'), '');
  writeFileSync(
    at('big'),
    Uint8Array.from({ length: 300_000 }, (_, i) => i % 251),
  );
  writeFileSync(at('sub/inner.txt'), 'inner');
  writeFileSync(at('ä ö€😀.txt'), 'umlauts');
  symlinkSync('hello.txt', at('link.txt'));
  symlinkSync('../hello.txt', at('sub/up.txt'));
  symlinkSync('sub', at('sub-link'));
  symlinkSync('../secret.txt', at('out.txt'));
  symlinkSync(join(top, 'secret.txt'), at('absolute.txt'));
  symlinkSync('..', at('out'));
  symlinkSync('nothing', at('dangling'));
  symlinkSync('circle-b', at('circle-a'));
  symlinkSync('circle-a', at('circle-b'));
  spawnSync('mkfifo', [at('pipe')]);
  return folder;
}
