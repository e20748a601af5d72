import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EngineUnavailable, chooseEngine } from '../../../host/engines/choose.ts';

const test = suite('choose engine');
const { platform } = process;
/** The same test runs on a Node that has node-net and on one that has not. */
const hasNodeNet = 'Suspending' in WebAssembly;

function setPlatform(value: string): void {
  Object.defineProperty(process, 'platform', { value });
}

test.after.each(() => setPlatform(platform));

function problemOf(wanted: 'epoll' | 'node-net' | 'auto'): string {
  try {
    return `is ${chooseEngine(wanted)}`;
  } catch (error) {
    assert.instance(error, EngineUnavailable);
    return (error as Error).message;
  }
}

test('choose: on Linux it is epoll', () => {
  assert.is(chooseEngine(), 'epoll');
  assert.is(chooseEngine('epoll'), 'epoll');
});

test('choose: elsewhere there is no epoll, and it says why', () => {
  setPlatform('darwin');
  assert.match(problemOf('epoll'), /^the epoll engine can't be had: .* needs Linux, this is darwin$/);
});

test('choose: node-net is to be had where Node can do it, or says what it needs', () => {
  setPlatform('darwin');
  for (const wanted of ['node-net', 'auto'] as const) {
    const needs = /^the node-net engine needs Node 24\.20 or later, or 26\.4 or later, this is /;
    assert.match(problemOf(wanted), hasNodeNet ? /^is node-net$/ : needs);
  }
  if (!hasNodeNet) assert.match(problemOf('auto'), /the epoll engine: .* this is darwin$/);
});

test.run();
