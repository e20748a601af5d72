import { Writable } from 'node:stream';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { RestartOptions, ServeOptions } from '../../../host/index.ts';
import { resolveOptions } from '../../../host/options/resolve.ts';
import { within } from '../../support/client.ts';
import { OptionError, guestOf, openFiles, run, serve } from '../embedding/api.ts';

const test = suite('attacks on options');

const throwing = (): never => {
  throw new Error('a trap of the test');
};
const TRAPS = Object.fromEntries(Object.getOwnPropertyNames(Reflect).map((name) => [name, throwing]));
const hostile = new Proxy({}, TRAPS);
const hostileList = new Proxy([], TRAPS);
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();
const throws = (name: string): object => Object.defineProperty({}, name, { get: throwing, enumerable: true });

const NEVER: unknown[] = [
  null,
  Symbol('s'),
  Number.NaN,
  1n,
  -1,
  0.5,
  () => {},
  hostile,
  revoked,
  'x'.repeat(1e6),
];
NEVER.push(
  Object.create(null),
  { toString: throwing },
  hostileList,
  [null],
  [hostile],
  [undefined, 'a'],
  ['a\0'],
);
const NO_NUMBER = [...NEVER, '', '1', true, [], {}, [1], -0.1, Number.NEGATIVE_INFINITY];
const NO_OBJECT = [null, Symbol('s'), Number.NaN, 1n, throwing, revoked, 'text', true, 7, [], hostileList];
const NO_LIST = [...NEVER, 7, true, {}, new Set(['a']), '\0'];

const WRONG: [option: string, values: unknown[], make?: (value: unknown) => object][] = [
  ['options', NO_OBJECT, (value) => value as object],
  ['listen', [...NO_LIST, '', [''], '*', '*:80', '10.0.0.0/8:80']],
  ['args', [...NO_LIST, '', 'text']],
  ['env', [...NO_OBJECT, { '': 'a' }, { 'a=b': 'c' }, { 'a\0': 'b' }, { a: 'b\0' }, { a: 1 }, { a: undefined }, throws('a')]],
  ['permissions', [...NO_OBJECT, 'ALL', '']],
  ['permissions.listen', [...NO_LIST, '', 'example.com:80'], (value) => ({ permissions: { listen: value } })],
  ['permissions.connect', [...NO_LIST, '', 'a'], (value) => ({ permissions: { connect: value } })],
  ['permissions.connect', [Array(10_001).fill('a:1')], (value) => ({ permissions: { connect: value } })],
  ['permissions.connect', [throws('connect')], (permissions) => ({ permissions })],
  ['permissions.resolve', [...NO_LIST, '', '*.'], (value) => ({ permissions: { resolve: value } })],
  ['permissions.env', [...NO_LIST.filter((value) => typeof value !== 'string' || value === '\0'), '', 'a=b'], (value) => ({ permissions: { env: value } })],
  ['limits', NO_OBJECT],
  ['limits.connections', NO_NUMBER, (value) => ({ limits: { connections: value } })],
  ['limits.memoryBytes', NO_NUMBER, (value) => ({ limits: { memoryBytes: value } })],
  ['limits.graceMs', [...NO_NUMBER, Infinity], (value) => ({ limits: { graceMs: value } })],
  ['limits.graceMs', [throws('graceMs')], (limits) => ({ limits })],
  ['workers', [...NO_NUMBER, -0, Infinity]],
  ['restart', NO_OBJECT.filter((value) => value !== true)],
  ['restart.minDelayMs', [...NO_NUMBER, -0], (value) => ({ restart: { minDelayMs: value } })],
  ['restart.maxDelayMs', [...NO_NUMBER, -0], (value) => ({ restart: { maxDelayMs: value } })],
  ['signal', [...NEVER, {}, { aborted: false }, true]],
  ['engine', [...NEVER, '', 'EPOLL', true]],
  ['stdin', [...NO_NUMBER, Infinity, 2 ** 31, 'report']],
  ['stdout', [...NO_NUMBER, Infinity, 2 ** 31, 'report']],
  ['stderr', [...NO_NUMBER, Infinity, 2 ** 31, Object.create(Object.prototype)]],
]; // prettier-ignore

for (const [option, values, make = (value: unknown) => ({ [option]: value })] of WRONG) {
  test(`options: ${option} of each wrong type is an OptionError that names it, and nothing is started`, () => {
    const files = openFiles();
    values.forEach((value, i) => {
      try {
        serve('echo', make(value) as ServeOptions);
      } catch (error) {
        assert.instance(error, OptionError, `value ${i}: ${String(error)}`);
        assert.is((error as InstanceType<typeof OptionError>).option, option, `value ${i}`);
        assert.ok((error as Error).message.length < 2100, 'a message that is not too long');
        return;
      }
      assert.unreachable(`value ${i} of ${option} was taken`);
    });
    assert.is(openFiles(), files);
  });
}

test('options: one whose getter throws is an OptionError that names it', () => {
  for (const option of ['args', 'engine', 'env', 'limits', 'listen', 'permissions', 'restart', 'signal', 'stderr', 'stdin', 'stdout', 'workers']) {
    assert.throws(
      () => serve('echo', throws(option)),
      (error: unknown) => error instanceof OptionError && error.option === option,
    );
  }
}); // prettier-ignore

test('options: unknown ones of any length and number are refused at once, by a message that is not too long', () => {
  const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`option${i}`, throwing]));
  for (const options of [{ ['x'.repeat(1e6)]: 1 }, many, JSON.parse('{"__proto__": {}}')] as object[]) {
    assert.throws(
      () => serve('echo', options),
      (error: unknown) => error instanceof OptionError && error.message.length < 2100,
    );
  }
});

const delays = (restart: RestartOptions): unknown => resolveOptions('echo', { restart }).restart;

test('options: a delay before a restart may be longer than the other default, or shorter', () => {
  assert.equal(delays({ minDelayMs: 60_000 }), { minDelayMs: 60_000, maxDelayMs: 60_000 });
  assert.equal(delays({ maxDelayMs: 50 }), { minDelayMs: 50, maxDelayMs: 50 });
  assert.equal(delays({ minDelayMs: 5, maxDelayMs: 5 }), { minDelayMs: 5, maxDelayMs: 5 });
});

test('options: each is read once', () => {
  const reads: string[] = [];
  const options = new Proxy({ listen: '127.0.0.1:0', stdout: new Writable(), limits: {} } as ServeOptions, {
    get: (target, name) => {
      reads.push(String(name));
      return target[name as keyof ServeOptions];
    },
  });
  resolveOptions('echo', options);
  assert.equal([...new Set(reads)], reads);
});

for (const component of [null, undefined, 7, 1n, Symbol('s'), [], {}, hostile, revoked, new Proxy(new Uint8Array(), {}), Object.create(URL.prototype), 'file:///%00%zz'] as unknown[]) {
  test(`options: ${typeof component} for a component is an OptionError`, () => {
    assert.throws(
      () => serve(component as never),
      (error: unknown) => error instanceof OptionError && error.option === 'component',
    );
  });
} // prettier-ignore

test('options: __proto__ and constructor are variables like others, and change no object', async () => {
  const guest = await guestOf(`
    @external('wasi:cli/environment@0.2.0', 'get-environment') declare function environment(result: usize): void;
    export function run(): i32 {
      environment(result);
      const count = load<i32>(result, 4);
      const list = load<usize>(result);
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < 2; j++) {
          const at = list + 16 * i + 8 * j;
          say(stdout(), String.UTF8.decodeUnsafe(load<usize>(at), load<i32>(at, 4)) + (j == 0 ? '=' : ' '));
        }
      }
      return 0;
    }`);
  let said = '';
  const stdout = new Writable({
    write: (chunk: Buffer, _, done) => {
      said += chunk.toString();
      done();
    },
  });
  const env = JSON.parse('{"__proto__": "a", "constructor": "b"}') as Record<string, string>;
  await within(run(guest, { env, stdout }), 'its end');
  assert.is(said, '__proto__=a constructor=b ');
});

test.run();
