/** Headless Chromium, for pages: the system's own, by playwright-core, which fetches no browser. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Finds Chromium: the program that CHROMIUM names, or the first one on the path. */
function findChromium(): string {
  const named = process.env['CHROMIUM'];
  if (named) return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const file of NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {} // the next one, then
  }
  throw new Error('Chromium was not found: install it (apt-get install chromium), or name it in CHROMIUM');
}

/** Starts Chromium; whoever does so closes it. Takes a second or so: one for all tests of a file, with a page or context for each. */
export function launchChromium(): Promise<Browser> {
  // Chromium refuses its sandbox to root, which tests in a container run as; the pages are our own.
  return chromium.launch({ executablePath: findChromium(), chromiumSandbox: process.getuid?.() !== 0 });
}
