import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ComponentError, loadProgram } from '../../../host/component/read-program.ts';
import { PREAMBLE_BYTES, sections } from '../../../host/component/sections.ts';
import { componentFile } from '../../contract/hosts.ts';
import { within } from '../../support/client.ts';
import { Random } from '../../simulator/random.ts';
import { componentOf, section } from '../bytes.ts';
import { failureOf, serve } from '../embedding/api.ts';

/** By hand, each is run too: `MUTANTS=500 node --import tsx tests/host/attacks/component-files.test.ts`. */
const RUN = Number(process.env['MUTANTS'] ?? 0);
const LOADED = RUN || 60;
/** A mutant that has neither ended nor listens by then is stopped. */
const RUN_MS = 300;

const test = suite('attacks on component files');
const echo = readFileSync(componentFile('echo'));
const parts = [...sections(echo)].map(({ whole }) => Array.from(whole));
const preamble = [...echo.subarray(0, PREAMBLE_BYTES)];

/** Damages a file in one way or another. */
function mutant(seed: number): Uint8Array {
  const random = new Random(seed, 'mutant');
  const bytes = Uint8Array.from(echo);
  const place = (): number => random.int(0, bytes.length - 1);
  const some = (): number[] => random.pick(parts);
  const make = random.pick<() => Uint8Array>([
    () => {
      for (let i = random.size(1, 64); i > 0; i--) bytes[place()]! ^= 1 << random.int(0, 7);
      return bytes;
    },
    () => {
      const at = place();
      return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + random.size(1, 1000))]);
    },
    () => Uint8Array.from([...preamble, ...some(), ...parts.flat(), ...some()]),
    () => bytes.fill(0xff, place(), place()), // huge sizes
    () => Uint8Array.from([...preamble, ...section(4, bytes)]), // a component in a component
    () => Uint8Array.from([...preamble, ...section(1, some()), ...parts.flat()]),
    () => bytes.copyWithin(place(), place(), place()),
    () => bytes.subarray(0, place()),
  ]);
  return make();
}

test(`component files: of ${LOADED} damaged ones each loads or is refused with a ComponentError`, async () => {
  let refused = 0;
  for (let seed = 1; seed <= LOADED; seed++) {
    try {
      await loadProgram(mutant(seed));
    } catch (error) {
      refused++;
      assert.instance(error, ComponentError, `${seed}: ${String(error)}`);
      assert.not.match((error as Error).message, /[\p{Cc}\p{Cf}]/u, `${seed}`);
    }
  }
  assert.ok(refused > LOADED / 4 && refused < LOADED, `${refused} refused`);
});

if (RUN > 0) {
  test(`component files: ${RUN} damaged ones run, end or are stopped`, async () => {
    const ends: Record<string, number> = {};
    for (let seed = 1; seed <= RUN; seed++) {
      const server = serve(mutant(seed), {
        args: ['--listen', '127.0.0.1:0', '--quiet'],
        permissions: { listen: '127.0.0.1:0' },
        limits: { memoryBytes: 2 ** 28 },
      });
      const timer = setTimeout(() => void server.stop(), RUN_MS);
      const end = await within(
        server.finished.then(
          ({ exitCode, reason }) => `${reason} ${exitCode}`,
          (error: Error & { code?: string }) => `${error.name} ${error.code}`,
        ),
        `the end of ${seed}`,
      );
      clearTimeout(timer);
      ends[end] = (ends[end] ?? 0) + 1;
      assert.match(end, /^(ComponentError|GuestError) ERR_|^exited \d+$|^stopped 0$/, `${seed}`);
    }
    console.log(ends);
  });
}

test('component files: one of millions of empty sections is refused before they fill the memory', async () => {
  const bytes = new Uint8Array(PREAMBLE_BYTES + 2 * 2_000_000);
  bytes.set(preamble);
  const error = await failureOf(loadProgram(bytes));
  assert.is((error as unknown as ComponentError).code, 'ERR_MALFORMED');
});

/** An export, as it stands in its section. */
function named(text: number[], kind: number, index: number): number[] {
  return [text.length, ...text, kind, index];
}

test('component files: what an import is called is printable in the message', async () => {
  const name = [...Buffer.from('\x1b[31m\nx')];
  // Two imports: functions f of type 0 and g of type 1.
  const missing = [2, name.length, ...name, 1, 0x66, 0, 0, name.length, ...name, 1, 0x67, 0, 1];
  const run = [...Buffer.from('wasi:cli/run@0.2.0#run')];
  const core = [...preamble.slice(0, 4), 1, 0, 0, 0];
  const types = [2, 0x60, 0, 1, 0x7f, 0x60, 4, 0x7f, 0x7f, 0x7f, 0x7f, 1, 0x7f];
  core.push(...section(1, types), ...section(2, missing), ...section(5, [1, 0, 1]));
  const realloc = [...Buffer.from('cabi_realloc')];
  const memory = [...Buffer.from('memory')];
  core.push(...section(7, [3, ...named(run, 0, 0), ...named(realloc, 0, 1), ...named(memory, 2, 0)]));
  const error = await failureOf(serve(componentOf(Uint8Array.from(core))).finished);
  assert.is(error['code'], 'ERR_MISSING_IMPORT');
  assert.match(error.message, /it needs \\u\{1b\}\[31m\\u\{a\}x f, which/);
});

test.run();
