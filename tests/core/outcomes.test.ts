import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCore } from '../support/compile.ts';

const test = suite('outcomes');
const core = await loadCore();
const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Outcomes by name, from the seam. */
const outcomes = new Map(
  [...read('assembly/wasi/abi/outcomes.ts').matchAll(/const (\w+): i32 = (-?\d+)/g)].map(([, name, code]) => [
    name!,
    Number(code),
  ]),
);

/** The names of the error codes, in order. */
const [, list] = /enum error-code \{([^}]+)\}/.exec(read('wit/sockets.wit'))!;
const names = list!.split(',').flatMap((name) => name.trim().replaceAll('-', '_').toUpperCase() || []);

test('outcomes: each error code of the WIT has its outcome, -1 minus its index', () => {
  assert.equal(
    names.map((name) => outcomes.get(name)),
    names.map((_, index) => -1 - index),
  );
});

const TEXTS: [name: string, text: string][] = [
  ['UNKNOWN', 'unknown error'],
  ['ACCESS_DENIED', 'access denied'],
  ['INVALID_STATE', 'closed'],
  ['NEW_SOCKET_LIMIT', 'no more sockets allowed (limit of open files)'],
  ['ADDRESS_IN_USE', 'address in use'],
  ['CONNECTION_REFUSED', 'connection refused'],
  ['CONNECTION_RESET', 'connection reset'],
  ['DATAGRAM_TOO_LARGE', 'too large'],
  ['NAME_UNRESOLVABLE', 'no such name'],
  ['PERMANENT_RESOLVER_FAILURE', 'look-up failed'],
  ['CONNECTION_BROKEN', 'connection lost'],
  ['NOT_FOUND', 'no such file or folder'],
  ['IO_FAILURE', 'device failure, or limit of open files'],
];

for (const [name, text] of TEXTS) {
  test(`outcomes: ${name} is described as "${text}"`, () =>
    assert.is(core.describe(outcomes.get(name)!), text));
}

test('outcomes: each has words of its own', () => {
  const failures = [...outcomes.values()].filter((code) => code < 0);
  const texts = new Set(failures.map((code) => core.describe(code)));
  assert.is(texts.size, failures.length);
  assert.not(texts.has(''));
});

test('outcomes: what is none is an unknown error', () => {
  for (const code of [0, 1, -30, -31, -1000]) assert.is(core.describe(code), 'unknown error');
});

test.run();
