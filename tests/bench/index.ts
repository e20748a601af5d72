/**
 * Measures the servers beside their peers, in one run: all with the default number of rounds in at most 15 minutes.
 *
 *   npm run bench -- [--rounds N] [--node MAJOR]... [--report] [--list] [WORD...]
 *
 * Words choose scenarios by parts of their names, `--node` the Nodes of our host and of the peers. `--list` shows the names, `--report` writes
 * README.md and plots/ into this folder.
 */
import { UsageError, readCommand } from './command-line.ts';
import { describeMachine } from './machine.ts';
import { writeReport } from './report/index.ts';
import { GROUPS } from './scenarios.ts';
import { leaveOut, leftOut } from './side-by-side/left-out.ts';
import type { Outcome } from './side-by-side/outcome.ts';

const EXIT_USAGE = 2;

async function run(args: string[]): Promise<void> {
  const { isChosen, isList, isReport, settings } = readCommand(
    args,
    GROUPS.flatMap((group) => group.names),
  );
  if (isList) return console.log(GROUPS.flatMap((group) => group.names).join('\n'));
  const machine = describeMachine();
  console.log(machine);
  const outcomes: Outcome[] = [];
  for (const group of GROUPS) {
    try {
      for await (const outcome of group.measure(isChosen, settings)) {
        const { name, rounds, rows } = outcome;
        outcomes.push(outcome);
        console.log(`\n${name} (${rounds === 1 ? 'one round' : `medians of ${rounds} rounds`})`);
        console.table(rows);
      }
    } catch (error) {
      // The other groups' figures are worth their minutes.
      leaveOut(`the rest of ${group.names[0]!.split(':')[0]}`, (error as Error).message);
      process.exitCode = 1;
    }
  }
  if (isReport)
    await writeReport(outcomes, { machine, date: new Date().toISOString().slice(0, 10), leftOut });
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = EXIT_USAGE;
}
