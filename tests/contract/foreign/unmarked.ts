import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { OWN_SECTION } from '../../../host/component/program.ts';
import { CUSTOM_SECTION, PREAMBLE_BYTES, sections } from '../../../host/component/sections.ts';

/** Copies a component of ours without what says so: for the host it is one of another language. Returns the file, which is gone at exit. */
export function unmarked(component: string): string {
  const bytes = readFileSync(component);
  const kept = [...sections(bytes)].filter(
    ({ id, content }) => id !== CUSTOM_SECTION || !Buffer.from(content).includes(OWN_SECTION),
  );
  const folder = mkdtempSync(join(tmpdir(), 'as-selectors-unmarked-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  const file = join(folder, basename(component));
  writeFileSync(file, Buffer.concat([bytes.subarray(0, PREAMBLE_BYTES), ...kept.map(({ whole }) => whole)]));
  return file;
}
