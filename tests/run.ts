/**
 * Runs everything that must hold: format, lint, types, then every test; ends with the line `N passed, N failed`.
 *
 * Each check counts as one. Words on the command line choose what runs, by parts of names: `npm test -- contract`.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const CHECKS: [name: string, script: string, ...args: string[]][] = [
  ['format', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  ['lint', 'oxlint/bin/oxlint', '--quiet'],
  ['types', 'typescript/bin/tsc', '-p', '.'],
];
const SUITES = ['core', 'host', 'simulator', 'contract', 'package'];

const chosen = process.argv.slice(2);
let passed = 0;
let failed = 0;

function isChosen(name: string): boolean {
  return chosen.length === 0 || chosen.some((word) => name.includes(word));
}

function runNode(args: string[]): { output: string; isGood: boolean } {
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const output = stdout + stderr;
  process.stdout.write(output);
  return { output, isGood: status === 0 };
}

for (const [name, script, ...args] of CHECKS) {
  if (!isChosen(name)) continue;
  console.log(`--- ${name}`);
  if (runNode([`node_modules/${script}`, ...args]).isGood) passed++;
  else failed++;
}

for (const suite of SUITES) {
  if (!isChosen(suite)) continue;
  console.log(`--- ${suite}`);
  const uvu = [
    '--import',
    './host/tools/tsx.mjs',
    'node_modules/uvu/bin.js',
    `tests/${suite}`,
    String.raw`\.test\.ts$`,
  ];
  const { output, isGood } = runNode(uvu);
  // eslint-disable-next-line no-control-regex
  const plain = output.replaceAll(/\u001B\[\d+m/g, '');
  const total = Number(/^ {2}Total: +(\d+)/m.exec(plain)?.[1] ?? 0);
  const good = Number(/^ {2}Passed: +(\d+)/m.exec(plain)?.[1] ?? 0);
  passed += good;
  failed += total - good;
  if (total === 0 || (!isGood && total === good)) failed++; // a suite that can't run has failed
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
