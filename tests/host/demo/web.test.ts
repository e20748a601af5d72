/** The page of the demo: what is clicked leads to the right time lines at both servers. */
import type { Browser, Locator, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { launchChromium } from '../../support/browser.ts';
import { type WebDemo, startWebDemo } from '../../support/web-demo.ts';

/** `npm run demo -- web wasmtime`, without npm. */
const UNDER_WASMTIME = ['--import', './host/tools/tsx.mjs', 'host/tools/demo.ts', 'web', 'wasmtime'];
const PHONE = { width: 390, height: 800 };
const DARK_PAGE = 'rgb(22, 24, 28)';

const test = suite('demo: page');
let demo: WebDemo;
let underWasmtime: WebDemo;
let browser: Browser;

test.before(async () => {
  // `after` has to end what has started where another part does not start.
  const all = await Promise.allSettled([
    startWebDemo().then((started) => (demo = started)),
    startWebDemo(UNDER_WASMTIME).then((started) => (underWasmtime = started)),
    launchChromium().then((started) => (browser = started)),
  ]);
  for (const part of all) if (part.status === 'rejected') throw part.reason;
});
test.after(async () => {
  await browser?.close();
  await Promise.all([demo?.stop(), underWasmtime?.stop()]);
});

/** What the page shows of a server. */
class Shown {
  private readonly section: Locator;

  constructor(page: Page, server: 'blocking' | 'multiplexed') {
    this.section = page.locator(`[data-server=${server}]`);
  }

  /** Waits until it says that the server does this. */
  does(text: string): Promise<void> {
    return this.section.locator('.doing', { hasText: text }).waitFor();
  }

  /** Waits until it says that this has happened. */
  async tells(text: string): Promise<void> {
    await this.section.locator('.events li', { hasText: text }).first().waitFor();
  }

  /** Counts what is drawn. */
  drawn(className: string): Promise<number> {
    return this.section.locator(`svg .${className}`).count();
  }

  label(): Promise<string | null> {
    return this.section.locator('svg').getAttribute('aria-label');
  }
}

/** Runs a case with a page of its own, on which nothing may go wrong. */
function onPage(
  run: (page: Page, blocking: Shown, multiplexed: Shown) => Promise<void>,
  options: Parameters<Browser['newContext']>[0] = {},
): () => Promise<void> {
  return async () => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    try {
      await page.goto(demo.url);
      await run(page, new Shown(page, 'blocking'), new Shown(page, 'multiplexed'));
      assert.equal(errors, []);
    } finally {
      await context.close();
    }
  };
}

function click(page: Page, client: string, action: string): Promise<void> {
  return page.click(`[data-client=${client}] [data-action=${action}]`);
}

test(
  'a client that stalls blocks the others at the blocking server, and nobody at the multiplexed one',
  onPage(async (page, blocking, multiplexed) => {
    await click(page, 'A', 'stall');
    await blocking.does('recv(A)');
    await multiplexed.does('select(A)');
    await click(page, 'B', 'send');
    await click(page, 'C', 'send');
    await multiplexed.tells('B has B1 back');
    await multiplexed.tells('C has C1 back');
    await multiplexed.does('select(A, B, C)');
    await blocking.does('Blocked: B and C wait.');
    assert.match((await blocking.label())!, 'Blocking: recv(A) waits for A to send or to leave.');
    assert.is(await blocking.drawn('wait.open'), 2);
    assert.is(await blocking.drawn('answered'), 0);
    assert.is(await multiplexed.drawn('wait.open'), 0);
    assert.is(await multiplexed.drawn('answered'), 2);
    await click(page, 'A', 'leave');
    await blocking.tells('B has B1 back');
    await blocking.does('recv(B)');
    await blocking.does('Blocked: C waits.');
    await click(page, 'B', 'leave');
    await blocking.tells('C has C1 back');
    await click(page, 'C', 'leave');
    await blocking.does('accept()');
    await multiplexed.does('select() waits for a client');
    assert.is(await blocking.drawn('answered'), 2);
  }),
);

test(
  'it is the same under wasmtime',
  onPage(async (page, blocking, multiplexed) => {
    await page.goto('about:blank'); // another part after the # alone would load nothing
    await page.goto(underWasmtime.url);
    await click(page, 'C', 'stall');
    await blocking.does('recv(C)');
    await click(page, 'B', 'send');
    await multiplexed.tells('B has B1 back');
    await multiplexed.does('select(B, C)');
    await blocking.does('Blocked: B waits.');
  }),
);

test(
  'a client that leaves while it waits goes without its answer, and the server comes to the next one',
  onPage(async (page, blocking, multiplexed) => {
    await click(page, 'C', 'stall');
    await blocking.does('recv(C)');
    await click(page, 'A', 'send');
    await multiplexed.tells('A has A1 back');
    await click(page, 'A', 'leave');
    await blocking.tells('A leaves without an answer');
    await multiplexed.tells('A leaves');
    await click(page, 'B', 'send');
    await click(page, 'C', 'leave');
    await blocking.tells('B has B1 back');
    await blocking.does('recv(B)');
  }),
);

test(
  'it is used by the keyboard alone: "Show me" clicks for who watches, "Start over" ends that',
  onPage(async (page, blocking, multiplexed) => {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space'); // client A: Stall
    await blocking.does('recv(A)');
    await page.locator('#lesson').focus();
    await page.keyboard.press('Enter');
    await blocking.does('recv(A)');
    await multiplexed.tells('B has B1 back');
    await blocking.does('Blocked: B waits.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await blocking.does('accept()');
    assert.is(await multiplexed.drawn('answered'), 0);
  }),
);

test(
  'it fits a phone, dark where that is wanted',
  onPage(
    async (page) => {
      const { width, color } = await page.evaluate(() => ({
        width: document.documentElement.scrollWidth,
        color: getComputedStyle(document.body).backgroundColor,
      }));
      assert.is(width, PHONE.width);
      assert.is(color, DARK_PAGE);
      const [first, last] = [page.locator('button').first(), page.locator('button').last()];
      for (const button of [first, last]) assert.ok((await button.boundingBox())!.height >= 36);
    },
    { viewport: PHONE, colorScheme: 'dark' },
  ),
);

test(
  'when its servers have gone it says so; Ctrl-C ends the demo with 0',
  onPage(async (page) => {
    assert.is(await page.locator('[role=alert]').isVisible(), false);
    assert.is(await demo.stop(), 0);
    await page.locator('[role=alert]', { hasText: 'as-selectors demo web' }).waitFor();
  }),
);

test.run();
