import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { UsageError, readCommand } from '../../bench/command-line.ts';
import { GROUPS } from '../../bench/scenarios.ts';

const NAMES = GROUPS.flatMap((group) => group.names);

function refusal(...args: string[]): string {
  try {
    readCommand(args, NAMES);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return '';
}

test('each scenario has a name of its own', () => {
  assert.is(new Set(NAMES).size, NAMES.length);
});

test('words choose the scenarios that have one of them in their names', () => {
  const { isChosen } = readCommand(['udp', 'memory:'], NAMES);
  assert.equal(NAMES.filter(isChosen), [
    'memory: 10,000 idle connections of an echo server',
    'udp: 50 clients, 64 bytes',
  ]);
});

test('without words all scenarios are chosen', () => {
  assert.equal(NAMES.filter(readCommand([], NAMES).isChosen), NAMES);
});

test('rounds and Nodes are taken as they are given', () => {
  const { settings, isReport } = readCommand(
    ['--rounds', '9', '--node', '22', '--node', '24', '--report'],
    NAMES,
  );
  assert.equal(settings, { rounds: 9, majors: ['22', '24'] });
  assert.ok(isReport);
});

test('a wrong command line is refused in one line that says what there is', () => {
  assert.match(
    refusal('nothing-like-that'),
    /^no scenario has nothing-like-that in its name: try echo, .*, or --list$/,
  );
  assert.is(refusal('--rounds', '0'), '--rounds 0: expected a number from 1 to 9999');
  assert.is(refusal('--node', '18'), '--node 18: expected one of 20, 22, 24, 26');
  assert.match(refusal('--fast'), /^Unknown option '--fast'; usage: npm run bench -- [^\n]*$/);
});

test.run();
