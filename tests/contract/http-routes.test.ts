/** What a server written with the library answers, on each host: the corpus with bodies that are collected, and every way to answer. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { VERSIONS, type WasiVersion } from '../../host/build/wasi-version.ts';
import { readAnswers } from '../support/http/answers.ts';
import { get } from '../support/http/corpus/case.ts';
import { HTTP_CORPUS } from '../support/http/corpus/index.ts';
import { ROUTES } from '../support/http/corpus/routes.ts';
import { PROBE, exchange } from '../support/http/exchange.ts';
import { compileGuest } from './guest.ts';
import { HOSTS, type Server, startComponent } from './hosts.ts';
import { testCases } from './http-cases.ts';

/** Nothing is answered before the body is whole: no answer is cut off. */
const COLLECTED = HTTP_CORPUS.filter(({ request }) => request.includes(' /echo')).map((httpCase) =>
  Object.assign({}, httpCase, { isInBody: false }),
);

const files = new Map<WasiVersion, string>();
for (const version of VERSIONS) {
  files.set(version, await compileGuest('tests/contract/guests/http-routes', version));
}

for (const host of HOSTS) {
  const start = (): Promise<Server> => startComponent(host, files.get(host.version)!);

  testCases(`http with collected bodies on ${host.name}`, COLLECTED, start);
  testCases(`http routes on ${host.name}`, ROUTES, start);

  const test = suite(`http answers on ${host.name}`);
  let server: Server;
  test.before(async () => {
    server = await start();
  });
  test.after(() => server.kill());

  for (const path of ['/too-short', '/too-long']) {
    test(`http: a body that is not as long as announced ends the connection: ${path}`, async () => {
      const received = await exchange(server.port, [Buffer.from(get(path) + PROBE)]);
      const answers = readAnswers(received, true, () => false);
      assert.ok(answers.length <= 1 && answers.every(({ isWhole }) => !isWhole));
      await server.line(/announced/);
    });
  }

  for (const path of ['/long', '/long-chunks']) {
    test(`http: a long body comes whole, while others are served: ${path}`, async () => {
      const [long, ...others] = await Promise.all(
        [path, '/', '/', path].map(async (target) => {
          const received = await exchange(server.port, [Buffer.from(get(target) + PROBE)]);
          return readAnswers(received, true, () => false);
        }),
      );
      assert.ok(others.flat().every(({ status, isWhole }) => status === 200 && isWhole));
      const letters = 'abcdefghijklmnopqrstuvwxyz';
      assert.is(long!.length, 2);
      assert.ok(long![0]!.body.equals(Buffer.alloc(8_000_000, letters)));
    });
  }

  test.run();
}
