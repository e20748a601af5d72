import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCore } from '../support/compile.ts';

const test = suite('registry');
const core = await loadCore();
const GENERATIONS = 32767;
const LIMIT = 65536;
const NONE = -1;

test.before.each(() => core.newRegistry());

test('registry: tokens are positive and find their keys', () => {
  const tokens = [10, 20, 30].map((data) => core.openToken(data));
  assert.ok(tokens.every((token) => token > 0));
  assert.equal(tokens.map((token) => core.findToken(token)), [10, 20, 30]); // prettier-ignore
  assert.equal(tokens.map((token) => core.slotOf(token)), [0, 1, 2]); // prettier-ignore
  assert.is(core.registrySize(), 3);
});

test('registry: 0, negative and unknown tokens find nothing', () => {
  const token = core.openToken(10);
  for (const wrong of [0, -1, token + 1, token + 65536, -(2 ** 31), 2 ** 31 - 1]) {
    assert.is(core.findToken(wrong), NONE, `token ${wrong}`);
  }
});

test('registry: a reserved token finds nothing until a key is kept under it', () => {
  const token = core.reserveToken();
  assert.is(core.findToken(token), NONE);
  assert.is(core.registrySize(), 1);
});

test('registry: a closed token finds nothing, even when its slot is used again', () => {
  const stale = core.openToken(10);
  core.closeToken(stale);
  assert.is(core.findToken(stale), NONE);
  const fresh = core.openToken(20);
  assert.is(core.slotOf(fresh), core.slotOf(stale));
  assert.is.not(fresh, stale);
  assert.is(core.findToken(stale), NONE);
  assert.is(core.findToken(fresh), 20);
  assert.is(core.registrySlots(), 1);
});

test('registry: generations wrap without 0 and never repeat before', () => {
  const seen = new Set<number>();
  let token = core.openToken(0);
  const first = token;
  for (let i = 0; i < GENERATIONS; i++) {
    assert.ok(token > 0, `token ${token}`);
    seen.add(token);
    core.closeToken(token);
    token = core.openToken(i);
  }
  assert.is(seen.size, GENERATIONS);
  assert.is(token, first);
});

test('registry: holds 65,536 and then has no room until one closes', () => {
  let last = 0;
  for (let i = 0; i < LIMIT; i++) last = core.reserveToken();
  assert.ok(last > 0);
  assert.is(core.registrySize(), LIMIT);
  assert.is(core.openToken(1), 0);
  core.closeToken(last);
  assert.is(core.slotOf(core.openToken(2)), core.slotOf(last));
});

test('registry: freed, it is empty', () => {
  const token = core.openToken(10);
  core.closeToken(token);
  core.freeRegistry();
  assert.is(core.registrySize(), 0);
  assert.is(core.registrySlots(), 0);
  assert.is(core.findToken(token), NONE);
});

test.run();
