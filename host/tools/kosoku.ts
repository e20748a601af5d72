/** Runs kosoku, which has the Autobahn test suite's cases for WebSocket. It is fetched from PyPI into the cache. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedFolder } from './cache.ts';

const VERSION = '0.1.0';

/** What came of a case, in Autobahn's words: OK, NON-STRICT, INFORMATIONAL, UNIMPLEMENTED, FAILED and others. */
export interface CaseOutcome {
  behavior: string;
  behaviorClose: string;
}

function provideKosoku(): string {
  const wheel = `kosoku==${VERSION}`;
  const folder = cachedFolder(`kosoku-${VERSION}`, (target) => {
    console.error(`kosoku: fetching ${wheel} from PyPI...`);
    const pip = ['-m', 'pip', 'install', '-q', '--no-deps', '--target', target, wheel];
    return spawnSync('python3', pip, { stdio: ['ignore', 2, 2] }).status === 0;
  });
  if (folder === undefined) throw new Error(`${wheel} can't be installed from PyPI`);
  return folder;
}

/**
 * Runs cases against a server and returns what came of each, by its number. `patterns`: such as `9.*`; a `-` before one leaves those out.
 * Throws when kosoku can't be fetched, or gives no report.
 */
export async function runCases(url: string, patterns: string[]): Promise<Map<string, CaseOutcome>> {
  const folder = provideKosoku();
  const reports = mkdtempSync(join(tmpdir(), 'as-selectors-autobahn-'));
  try {
    const chosen = patterns.flatMap((pattern) =>
      pattern.startsWith('-') ? ['-x', pattern.slice(1)] : ['-i', pattern],
    );
    const child = spawn('python3', [join(folder, 'bin/kosoku'), url, ...chosen, '-o', reports], {
      env: { ...process.env, PYTHONPATH: folder },
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    await once(child, 'exit'); // its code is 1 when a case failed
    const agents = JSON.parse(readFileSync(join(reports, 'index.json'), 'utf8')) as Record<
      string,
      Record<string, CaseOutcome>
    >;
    return new Map(Object.values(agents).flatMap((cases) => Object.entries(cases)));
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}
