import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Interfaces } from '../../../host/guest/instance.ts';
import { INTERFACES } from '../../../host/wasi/index.ts';
import { WIT_PACKAGES, readWit } from '../../contract/wasi/wit.ts';
import { fakeGuest, testHost } from '../hosts.ts';

/** Not stable, and not in the worlds that components are made for. */
const LEFT_OUT = new Set(['wasi:clocks/timezone']);

/** Gives the functions of a WIT text's interfaces, by the names that core modules import. */
function functionsOf(text: string): [id: string, name: string][] {
  const found: [string, string][] = [];
  const packageName = /^package (\S+?)@/m.exec(text)![1]!;
  for (const [, name, body] of text.matchAll(/^interface ([a-z-]+) \{\n(.*?)^\}/gms)) {
    const id = `${packageName}/${name!}`;
    let resource = '';
    for (const line of body!.split('\n')) {
      const [, opened] = /^ +resource ([a-z-]+)[ ;]/.exec(line) ?? [];
      if (opened !== undefined) {
        found.push([id, `[resource-drop]${opened}`]);
        resource = line.endsWith('{') ? opened : '';
      } else if (/^ {2,4}\}/.test(line)) resource = '';
      const [, called] = /^ +%?([a-z0-9-]+): func\(/.exec(line) ?? [];
      if (called !== undefined) found.push([id, resource === '' ? called : `[method]${resource}.${called}`]);
    }
  }
  return found;
}

const test = suite('wasi');
const supplied: Interfaces = INTERFACES;
const wanted = WIT_PACKAGES.flatMap((name) => functionsOf(readWit(name))).filter(
  ([id]) => !LEFT_OUT.has(id) && id !== 'wasi:cli/run',
);

test('wasi: the host has every function of WASI 0.2', () => {
  assert.ok(wanted.length > 130, `only ${wanted.length} were found`);
  const host = testHost();
  host.memory.attach(fakeGuest());
  const missing = wanted.filter(([id, name]) => typeof supplied[id]?.(host)[name] !== 'function');
  assert.equal(missing, []);
});

test('wasi: the host has no function that WASI 0.2 has not', () => {
  const host = testHost();
  const known = new Set(wanted.map(([id, name]) => `${id} ${name}`));
  for (const [id, make] of Object.entries(INTERFACES)) {
    for (const name of Object.keys(make(host))) assert.ok(known.has(`${id} ${name}`), `${id} ${name}`);
  }
});

test.run();
