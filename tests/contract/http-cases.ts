import { suite } from 'uvu';
import type { HttpCase } from '../support/http/corpus/index.ts';
import { assertAnswers, bytesOf, exchange } from '../support/http/exchange.ts';
import type { Server } from './hosts.ts';

/** A request that is wrongly waited for ends soon, as another failure. */
export const SHORT_TIMEOUTS = ['--header-timeout', '5', '--body-timeout', '5', '--keep-alive-timeout', '5'];

/** Makes a test of each case: one server answers all of them, side by side. */
export function testCases(name: string, cases: readonly HttpCase[], start: () => Promise<Server>): void {
  const test = suite(name);
  let server: Server | undefined;
  let outcomes: Promise<Buffer>[] = [];

  test.before(async () => {
    server = await start();
    const { port } = server;
    outcomes = cases.map((httpCase) => exchange(port, [bytesOf(httpCase)]));
    await Promise.allSettled(outcomes);
  });
  test.after(() => server?.kill());

  cases.forEach((httpCase, i) => {
    test(`http: ${httpCase.fact}`, async () => {
      assertAnswers(httpCase, await outcomes[i]!);
    });
  });

  test.run();
}
