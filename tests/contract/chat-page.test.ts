/** The chat's page, in Chromium: people on it, and one at a line, talk to each other. */
import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { launchChromium } from '../support/browser.ts';
import { LineTalker, type ChatServer, startChat } from './chat-client.ts';
import { HOSTS } from './hosts.ts';

const PHONE = { width: 360, height: 740 };
/** Where to put a picture of two who talk; not set: no picture is made. */
const PICTURE = process.env['PICTURE'];

let browser: Browser;

/** Somebody at the page. */
class Visitor {
  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  static async come(
    server: ChatServer,
    name: string,
    viewport = { width: 900, height: 480 },
  ): Promise<Visitor> {
    const context = await browser.newContext({ viewport, colorScheme: 'light' });
    const visitor = new Visitor(context, await context.newPage());
    await visitor.page.goto(`http://127.0.0.1:${server.httpPort}/`);
    await visitor.is(/^You are guest\d+ in lobby$/);
    await visitor.page.fill('#name', name);
    await visitor.page.press('#name', 'Enter');
    await visitor.is(new RegExp(`^You are ${name} in lobby$`));
    return visitor;
  }

  /** Waits until the page says this of itself. */
  is(status: RegExp): Promise<void> {
    return this.page.locator('#status', { hasText: status }).waitFor();
  }

  /** Says a line, by the keyboard alone. */
  async say(text: string): Promise<void> {
    await this.page.fill('#text', text);
    await this.page.press('#text', 'Enter');
  }

  /** Waits until the log has this. */
  reads(text: string | RegExp): Promise<void> {
    return this.page.locator('#log li', { hasText: text }).last().waitFor();
  }

  leave(): Promise<void> {
    return this.context.close();
  }
}

/** The Node host, and wasmtime in its best build. */
for (const host of HOSTS.filter(({ name }) => name === 'node' || name.endsWith('0.3'))) {
  const test = suite(`chat page on ${host.name}`);
  let server: ChatServer;
  test.before(async () => {
    [browser, server] = await Promise.all([launchChromium(), startChat(host)]);
  });
  test.after(async () => {
    await browser?.close();
    await server?.kill();
  });

  test('chat page: two at the page and one at a line talk to each other, in a room of theirs', async () => {
    const ada = await Visitor.come(server, 'ada');
    const ben = await Visitor.come(server, 'ben');
    const carl = await LineTalker.connect(server.port, 'carl');
    for (const { page, is } of [ada, ben].map((one) => ({ page: one.page, is: one.is.bind(one) }))) {
      await page.fill('#room', 'tea');
      await page.press('#room', 'Enter');
      await is(/ in tea$/);
    }
    await carl.ask('/join tea', /^-- You are carl in tea\./);
    await ada.say('Hello, everyone. Is the kettle on?');
    await carl.line(/^ada: Hello, everyone\. Is the kettle on\?$/);
    await ben.reads('Is the kettle on?');
    await ben.say('<b>Two minutes</b>');
    await ada.reads('<b>Two minutes</b>');
    assert.is(await ada.page.locator('#log b').count(), 0);
    await carl.ask('/me brings the cups', /^\* carl brings the cups$/);
    await ada.reads('* carl brings the cups');
    await ada.say('/msg ben psst');
    await ben.reads('ada to you psst');
    assert.equal(await ada.page.locator('#members .name').allTextContents(), ['ada', 'ben', 'carl']);
    const colour = (one: Visitor): Promise<string> =>
      one.page
        .locator('#members .name', { hasText: 'carl' })
        .evaluate((name) => getComputedStyle(name).color);
    assert.is(await colour(ada), await colour(ben));
    if (PICTURE !== undefined) await picture(ada.page, PICTURE);
    await ben.page.click('#rooms button >> text=lobby');
    await ada.reads('ben has left');
    await ben.is(/^You are ben in lobby$/);
    carl.leave();
    await Promise.all([ada.leave(), ben.leave()]);
  });

  test('chat page: who was cut off comes back by itself, under the same name, into the same room', async () => {
    const dora = await Visitor.come(server, 'dora');
    await dora.page.fill('#room', 'attic');
    await dora.page.press('#room', 'Enter');
    await dora.is(/^You are dora in attic$/);
    const { port, httpPort } = server;
    await server.kill();
    await dora.is(/^The connection is lost\. Connecting again in \d+ s/);
    await dora.say('kept');
    await dora.reads('Not connected: nothing was sent.');
    assert.is(await dora.page.inputValue('#text'), 'kept');
    server = await startChat(host, '--listen', `127.0.0.1:${port}`, '--listen-http', `127.0.0.1:${httpPort}`);
    await dora.is(/^You are dora in attic$/);
    await dora.say('/quit');
    await dora.is(/^You have left\.$/);
    await dora.page.click('#again');
    await dora.is(/^You are dora in attic$/);
    await dora.leave();
  });

  test('chat page: on a phone nothing is wider than the screen, and the field has the focus at once', async () => {
    const eve = await Visitor.come(server, 'eve', PHONE);
    await eve.say('w'.repeat(300));
    await eve.reads('www');
    assert.is(await eve.page.evaluate(() => document.documentElement.scrollWidth), PHONE.width);
    await eve.page.reload();
    await eve.is(/^You are eve in lobby$/);
    assert.is(await eve.page.evaluate(() => document.activeElement?.id), 'text');
    await eve.leave();
  });

  test.run();
}

async function picture(page: Page, file: string): Promise<void> {
  mkdirSync(new URL('.', `file://${file}`), { recursive: true });
  await page.screenshot({ path: file });
}
