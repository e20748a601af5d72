import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ComponentError, readProgram } from '../../../host/component/read-program.ts';
import { Guest, GuestTrap } from '../../../host/guest/instance.ts';
import { componentOf, coreModule } from '../bytes.ts';
import { FakeSocket } from '../fake-engine.ts';
import { testHost } from '../hosts.ts';

const test = suite('component: imports');

async function make(source: string): Promise<unknown> {
  const bytes = componentOf(await coreModule(source));
  try {
    return new Guest(readProgram(bytes), testHost());
  } catch (error) {
    return error;
  }
}

const RUN = 'export function run(): i32 { use(); return 0; }';

for (const name of ['toString', 'constructor', '__proto__']) {
  test(`component: a function named ${name} is not found by chance`, async () => {
    const error = await make(
      `@external('wasi:io/poll@0.2.0', '${name}') declare function use(): void; ${RUN}`,
    );
    assert.instance(error, ComponentError);
    assert.is((error as ComponentError).code, 'ERR_MISSING_IMPORT');
  });
}

test('component: an interface named constructor is not found by chance', async () => {
  const error = await make(`@external('constructor@0.2.0', 'name') declare function use(): void; ${RUN}`);
  assert.instance(error, ComponentError);
});

for (const version of ['0.2.0', '0.2.3', '0.2.12', '0.2.99']) {
  test(`component: WASI ${version} is supplied`, async () => {
    const external = `@external('wasi:clocks/monotonic-clock@${version}', 'now')`;
    assert.instance(await make(`${external} declare function use(): u64; ${RUN}`), Guest);
  });
}

for (const from of [
  'wasi:clocks/monotonic-clock@0.3.0',
  'wasi:http/types@0.2.0',
  'wasi:clocks/monotonic-clock',
]) {
  test(`component: ${from} is missing, and said to be`, async () => {
    const error = await make(`@external('${from}', 'now') declare function use(): u64; ${RUN}`);
    assert.instance(error, ComponentError);
    assert.match((error as ComponentError).message, from);
  });
}

test('component: standard input is one in all versions of WASI', async () => {
  const imports = ['0.2.0', '0.2.3'].map(
    (version, i) =>
      `@external('wasi:cli/stdin@${version}', 'get-stdin') declare function stdin${i}(): i32;
       @external('wasi:io/streams@${version}', '[method]input-stream.subscribe') declare function subscribe${i}(s: i32): i32;`,
  );
  const run =
    'export function run(): i32 { return subscribe0(stdin0()) + subscribe1(stdin1()) > 99 ? 1 : 0; }';
  const host = testHost();
  let opened = 0;
  host.engine.openFile = () => {
    opened++;
    return new FakeSocket();
  };
  const module = readProgram(componentOf(await coreModule(`${imports.join('\n')} ${run}`)));
  assert.is(new Guest(module, host).run(), 0);
  assert.is(opened, 1);
});

test('component: an import of another kind is a ComponentError', async () => {
  const error = await make(
    `@external('wasi:io/poll@0.2.0', 'poll') declare const use: i32; export function run(): i32 { return use; }`,
  );
  assert.instance(error, ComponentError);
});

test('component: a trap before run is a GuestTrap', async () => {
  const error = await make(`let n = 1; if (n) unreachable(); export function run(): i32 { return n; }`);
  assert.instance(error, GuestTrap);
});

test.run();
