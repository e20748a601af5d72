import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Caller } from './fuzz-caller.ts';
import { Dice } from './fuzz-values.ts';
import { SIGNATURES } from './signatures.ts';

const test = suite('attacks: fuzz');
const GUESTS = 400;
const CALLS = 60;

function openFiles(): number {
  return readdirSync('/proc/self/fd').length;
}

const folder = mkdtempSync(join(tmpdir(), 'as-selectors-fuzz-'));
mkdirSync(join(folder, 'a'));
writeFileSync(join(folder, 'a/b'), 'hello');
symlinkSync('a/b', join(folder, 'c'));
test.after(() => rmSync(folder, { recursive: true }));

/** Runs guests that call at random; gives the names of the functions that returned. */
function fuzz(seed: number): Set<string> {
  const dice = new Dice(seed);
  const returned = new Set<string>();
  for (let guest = 0; guest < GUESTS; guest++) {
    const caller = new Caller(dice, folder);
    try {
      for (let call = 0; call < CALLS; call++) {
        const signature = dice.of(SIGNATURES);
        if (!caller.call(signature)) break;
        returned.add(signature.name);
      }
    } catch (error) {
      const { log } = caller;
      throw new Error(`seed ${seed}, guest ${guest}, after ${log.join('; ')}`, { cause: error });
    } finally {
      caller.engine.close();
      caller.files.close();
    }
  }
  return returned;
}

const given = process.env['FUZZ_SEED'];
const SEEDS = given === undefined ? [1, 2, Math.floor(Math.random() * 2 ** 31)] : [Number(given)];

for (const seed of SEEDS) {
  test(`attacks: whatever a guest calls, it ends in an outcome or a trap, and all is freed: seed ${seed}`, () => {
    const before = openFiles();
    const returned = fuzz(seed);
    assert.is(openFiles(), before);
    assert.ok(returned.size > 80, `only ${returned.size} functions returned`);
  });
}

test.run();
