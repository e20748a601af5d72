/**
 * Runs everything that must hold: format, lint, types, then every test; repeats what failed, and ends with the line `N passed, N failed`.
 *
 * Each check counts as one. Words on the command line choose what runs, by parts of names: `npm test -- contract`. What stands in one of
 * the lists runs one after the other, and the two lists of a step side by side: much of it waits.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const CHECKS: Record<string, string[]> = {
  format: ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  lint: ['oxlint/bin/oxlint', '--quiet'],
  types: ['typescript/bin/tsc', '-p', '.'],
};
/** The parts of the contract suite: the files of what WASI, selectors, loop and HTTP promise, and those of the other servers. */
const PARTS: Record<string, { folder: string; files: string }> = {
  'contract, first': { folder: 'contract', files: String.raw`^(wasi|jco|conformance|http)[^]*\.test\.ts$` },
  'contract, others': {
    folder: 'contract',
    files: String.raw`^(?!wasi|jco|conformance|http)[^]*\.test\.ts$`,
  },
};
const STEPS = [
  [['host'], ['package']],
  [
    ['contract, first', 'format', 'lint', 'types'],
    ['contract, others', 'core', 'fuzz', 'simulator'],
  ],
];

/** Characters of a report that are repeated at the end. */
const REPORT_LIMIT = 2000;

const chosen = process.argv.slice(2);
/** What failed, as it was reported: repeated at the end, where a long log is read. */
const failures: string[] = [];
let passed = 0;
let failed = 0;

function isChosen(name: string): boolean {
  return chosen.length === 0 || chosen.some((word) => name.includes(word));
}

/** Runs a script of Node's, and shows what it printed when it has ended. */
async function runNode(name: string, args: string[]): Promise<{ output: string; isGood: boolean }> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  const output = stdout + stderr;
  process.stdout.write(`--- ${name}\n${output}`);
  return { output, isGood: status === 0 };
}

async function runCheck(name: string, [script, ...args]: string[]): Promise<void> {
  const { output, isGood } = await runNode(name, [`node_modules/${script}`, ...args]);
  if (isGood) passed++;
  else fail(`--- ${name}\n${output}`);
}

function fail(report: string): void {
  failed++;
  failures.push(report.trimEnd().slice(-REPORT_LIMIT));
}

/** What uvu reports of the tests that failed, each with its message, without the stack. */
function failedTests(suite: string, output: string): string[] {
  const reports = output.matchAll(/^ +FAIL[^]*?(?=^ +at |^ +FAIL|^ {2}Total:|(?![^]))/gm);
  return [...reports].map(([report]) => `--- ${suite}\n${report.trimEnd().slice(0, REPORT_LIMIT)}`);
}

async function runSuite(suite: string): Promise<void> {
  const { folder, files } = PARTS[suite] ?? { folder: suite, files: String.raw`\.test\.ts$` };
  const uvu = ['node_modules/uvu/bin.js', `tests/${folder}`, files];
  const { output, isGood } = await runNode(suite, ['--import', './host/tools/tsx.mjs', ...uvu]);
  // eslint-disable-next-line no-control-regex
  const plain = output.replaceAll(/\u001B\[\d+m/g, '');
  const total = Number(/^ {2}Total: +(\d+)/m.exec(plain)?.[1] ?? 0);
  const good = Number(/^ {2}Passed: +(\d+)/m.exec(plain)?.[1] ?? 0);
  passed += good;
  failed += total - good;
  failures.push(...failedTests(suite, plain));
  if (total === 0 || (!isGood && total === good)) fail(`--- ${suite}\nThe suite ended early.`); // it can't run: a failure
}

async function runEach(names: string[]): Promise<void> {
  for (const name of names.filter(isChosen)) {
    const check = CHECKS[name];
    await (check === undefined ? runSuite(name) : runCheck(name, check));
  }
}

for (const lists of STEPS) await Promise.all(lists.map(runEach));

if (failures.length > 0) console.log(`--- failed\n${failures.join('\n')}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
