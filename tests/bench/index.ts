/**
 * Measures the servers beside their peers, in one run: at most 15 minutes for all, with the rounds that are the default.
 *
 *   npm run bench -- [--rounds N] [--node MAJOR]... [--report] [--list] [WORD...]
 *
 * Words choose scenarios by parts of their names, `--node` the Nodes of our host and of the peers. `--list` shows the names, `--report` writes
 * README.md and plots/ into this folder.
 */
import { UsageError, readCommand } from './command-line.ts';
import { describeMachine } from './machine.ts';
import { GROUPS } from './scenarios.ts';
import type { Outcome } from './side-by-side/outcome.ts';

const EXIT_USAGE = 2;

async function run(args: string[]): Promise<void> {
  const names = GROUPS.flatMap((group) => group.names);
  const { isChosen, isList, settings } = readCommand(args, names);
  if (isList) return console.log(names.join('\n'));
  console.log(describeMachine());
  const outcomes: Outcome[] = [];
  for (const group of GROUPS) {
    for await (const outcome of group.measure(isChosen, settings)) {
      outcomes.push(outcome);
      console.log(
        `\n${outcome.name} (${outcome.rounds === 1 ? 'one round' : `medians of ${outcome.rounds} rounds`})`,
      );
      console.table(outcome.rows);
    }
  }
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = EXIT_USAGE;
}
