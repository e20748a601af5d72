import { MessageChannel } from 'node:worker_threads';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ErrorCode, failure } from '../../../host/engines/outcome.ts';
import { answerNames, lookupFailure } from '../../../host/dns/lookup.ts';
import { MessagePortResolver } from '../../../host/dns/message-port-resolver.ts';

const test = suite('name look-up');

test('name look-up: goes through a port and comes back with a wake for each answer', async () => {
  const { port1: answers, port2: names } = new MessageChannel();
  const resolver = new MessagePortResolver(names);
  const told = new Map<string, readonly string[] | number>();
  await new Promise<void>((resolve) => {
    let wakes = 0;
    answerNames(answers, () => {
      if (++wakes === 2) resolve();
    });
    answers.ref(); // in a program the guest's worker keeps it going
    for (const name of ['localhost', '::1']) resolver.resolve(name, (answer) => told.set(name, answer));
    resolver.receive();
    assert.is(told.size, 0);
  });
  resolver.receive();
  resolver.receive();
  const localhost = told.get('localhost') as string[];
  assert.ok(localhost.length > 0 && localhost.every((text) => ['127.0.0.1', '::1'].includes(text)));
  assert.equal(told.get('::1'), ['::1']);
  answers.close();
});

test('name look-up: an answer is told to whom asked, once', () => {
  const { port1: answers, port2: names } = new MessageChannel();
  const resolver = new MessagePortResolver(names);
  const told: string[] = [];
  for (const name of ['a', 'b']) resolver.resolve(name, (answer) => told.push(`${name} ${String(answer)}`));
  answers.postMessage({ id: 2, answer: ['192.0.2.2'] });
  answers.postMessage({ id: 2, answer: ['192.0.2.3'] });
  answers.postMessage({ id: 1, answer: failure('timeout') });
  resolver.receive();
  assert.equal(told, ['b 192.0.2.2', `a ${failure('timeout')}`]);
  names.close();
});

const CODES: [code: string, expected: ErrorCode][] = [
  ['ENOTFOUND', 'name-unresolvable'],
  ['EAI_AGAIN', 'temporary-resolver-failure'],
  ['EAI_FAIL', 'permanent-resolver-failure'],
  ['EAI_MEMORY', 'out-of-memory'],
  ['EACCES', 'access-denied'],
];
for (const [code, expected] of CODES) {
  test(`name look-up: ${code} is ${expected}`, () => assert.is(lookupFailure(code), failure(expected)));
}

test.run();
