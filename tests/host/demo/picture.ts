/** Makes the README's picture of the demo's page, .github/images/demo.png: a client stalls, and two others want something. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { launchChromium } from '../../support/browser.ts';
import { startWebDemo } from '../../support/web-demo.ts';

const images = fileURLToPath(new URL('../../../.github/images/', import.meta.url));
/** A has left, B has its answers, and C waits for B. */
const SHOWN_MS = 5600;

const [demo, browser] = await Promise.all([startWebDemo(), launchChromium()]);
const page = await browser.newPage({ viewport: { width: 960, height: 700 }, colorScheme: 'light' });
mkdirSync(images, { recursive: true });
await page.goto(demo.url);
await page.click('#lesson');
await sleep(SHOWN_MS);
await page.locator('.servers').screenshot({ path: `${images}demo.png` });
await browser.close();
await demo.stop();
