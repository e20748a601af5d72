import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ComponentError, findCoreModule } from '../../host/component.ts';
import { Guest, GuestTrap } from '../../host/guest.ts';
import { componentOf, coreModule } from './bytes.ts';
import { testHost } from './hosts.ts';

const test = suite('component: imports');

async function make(source: string): Promise<unknown> {
  const module = findCoreModule(componentOf(await coreModule(source)));
  try {
    return new Guest(module, testHost());
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
