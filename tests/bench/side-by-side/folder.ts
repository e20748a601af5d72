import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs something with a folder, which servers of other users can read, and removes that. */
export async function* withFolder<T>(run: (folder: string) => AsyncGenerator<T>): AsyncGenerator<T> {
  const folder = mkdtempSync(join(tmpdir(), 'as-selectors-bench-'));
  try {
    chmodSync(folder, 0o755);
    yield* run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
