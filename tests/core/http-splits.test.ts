/** The corpus at each split of its bytes, and byte by byte, against the core's own connections: the pieces change nothing. */
import { suite } from 'uvu';
import { HTTP_CORPUS, type HttpCase } from '../support/http/corpus/index.ts';
import { LIMITS, MAX_BODY_BYTES, MAX_HEADER_BYTES } from '../support/http/corpus/limits.ts';
import { assertAnswers, bytesOf } from '../support/http/exchange.ts';
import { WireServer } from '../support/http/wire.ts';

/** Bytes sent for a case: where they don't do for each split, it is tried at some. */
const MAX_SENT_BYTES = 100_000;

/** `collects`: nothing is answered before the body is whole, so no answer is cut off. */
function testSplits(name: string, cases: readonly HttpCase[], server: WireServer, collects: boolean): void {
  const test = suite(name);
  const wanted = cases.filter(
    ({ request }) => !request.includes('/ws/') && (!collects || request.includes('/echo')),
  );

  for (const httpCase of wanted) {
    test(`http: ${name}: ${httpCase.fact}`, () => {
      const bytes = bytesOf(httpCase);
      const known: HttpCase = Object.assign({}, httpCase, collects ? { isInBody: false } : {});
      const split: HttpCase = Object.assign({}, known, { mayContinue: true });
      server.load(bytes);
      const whole = server.exchange(bytes.length);
      assertAnswers(known, whole);
      const step = Math.ceil(bytes.length ** 2 / MAX_SENT_BYTES);
      for (let at = 1; at < bytes.length; at += step) {
        const received = server.exchange(bytes.length, [at]);
        if (!received.equals(whole)) assertAnswers(split, received, `split after ${at} bytes: `);
      }
      const each = Array.from({ length: bytes.length - 1 }, (_, i) => i + 1);
      assertAnswers(split, server.exchange(bytes.length, each), 'byte by byte: ');
    });
  }

  test.run();
}

const small = { maxHeaderBytes: MAX_HEADER_BYTES, maxBodyBytes: MAX_BODY_BYTES };

testSplits('bodies as they come', HTTP_CORPUS, await WireServer.start(), false);
testSplits('collected bodies', HTTP_CORPUS, await WireServer.start({ collects: true }), true);
testSplits('small limits', LIMITS, await WireServer.start(small), false);
testSplits(
  'small limits, collected bodies',
  LIMITS,
  await WireServer.start({ ...small, collects: true }),
  true,
);
