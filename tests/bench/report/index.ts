/** Writes what was measured as README.md and plots/ into the folder above. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { Outcome } from '../side-by-side/outcome.ts';
import { plotOf } from './plot.ts';
import { summaryOf } from './summary.ts';
import { markdownTable } from './table.ts';

/** What the report tells beside the figures. */
export interface About {
  machine: string;
  /** ISO 8601. */
  date: string;
  /** What was not measured, by its name, and why. */
  leftOut: ReadonlyMap<string, string>;
}

const TEXT = `## How it is measured

\`npm run bench -- --report\` wrote this page; \`npm run bench -- --list\` shows the scenarios, a word chooses some. A load generator in C
(\`load/\`, epoll) opens the connections, sends, checks every byte that comes back, and sends again. The servers of a scenario all run at the
same time on one CPU; the generator and, behind proxies, the upstream run on the other. Each server is visited in short slots of some
hundred milliseconds, in random order: what disturbs the machine hits all alike. A round is one visit to each.

- **CPU µs/message** is the figure: the CPU time of all the server's processes and threads, user and system, for each message answered. It does
  not depend on how busy the generator is. Figures are medians of the rounds.
- **of NAME** is the figure as a share of that server's, round by round: the median, and the quartiles in brackets. 1.20 costs a fifth more.
- **generator busy** near 100 %: the server had to wait for it, so messages/s say less than the CPU time does.
- **p50 to max** are latencies from sending a message to its last byte, at full load. With several in flight, they wait for each other.
- **least and most served** are the messages of the connection that got the fewest and of the one that got the most: fairness.
- **KiB/idle connection** is how much a server's resident memory grew for each connection that came and sent one message, of a server started
  anew; **of that the guest** is what lies in the memory of a WebAssembly guest. The kernel's socket buffers are not in it.
- In the plots the thin line reaches from the first quartile to the third; ours are blue.

\`echo\` is the program on the selectors, \`loop\` the same on the event loop. \`wasi-libc poll\` is a guest with the \`poll\` of wasi-libc, as C
programs use it: it looks at all its connections each time. \`no parser\` answers HTTP requests without reading them: a floor. Two workers are
measured on both CPUs together with the generator, which pipelines so that it takes little of them, but not nothing: the table has its share.
Their CPU time per message beside that of one worker tells what two CPUs of their own would give.
`;

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

function sectionOf({ name, rounds, figure, rows }: Outcome): string {
  const count = rounds === 1 ? 'One round' : `Medians of ${rounds} rounds`;
  return `### ${name}\n\n![${figure} of each server](plots/${slugOf(name)}.svg)\n\n${count}.\n\n${markdownTable(rows)}\n`;
}

function pageOf(outcomes: readonly Outcome[], { machine, date, leftOut }: About): string {
  const missing = [...leftOut].map(([name, why]) => `- ${name}: ${why}`);
  return [
    '# Measurements',
    `${date}, ${machine}.`,
    'Our servers beside others, as shares of the first server that they are compared with: **above 1 ours costs more**. Messages/s are those of two workers as a share of those of one: there, more is better.',
    summaryOf(outcomes),
    TEXT,
    missing.length === 0 ? '' : `Left out on this machine:\n\n${missing.join('\n')}`,
    '## The figures',
    ...outcomes.map(sectionOf),
  ].join('\n\n');
}

/** Writes the report; the plots of an older one go. */
export async function writeReport(outcomes: readonly Outcome[], about: About): Promise<void> {
  const folder = fileURLToPath(new URL('../', import.meta.url));
  const [page, plots] = [join(folder, 'README.md'), join(folder, 'plots')];
  rmSync(plots, { recursive: true, force: true });
  mkdirSync(plots);
  for (const outcome of outcomes) writeFileSync(join(plots, `${slugOf(outcome.name)}.svg`), plotOf(outcome));
  const config = await resolveConfig(page);
  writeFileSync(page, await format(pageOf(outcomes, about), { ...config, filepath: page }));
}
