import type { Outcome } from '../side-by-side/outcome.ts';
import { markdownTable } from './table.ts';

const OF = 'of ';
/** Our servers are named `what, host`; the one on the event loop stands beside that on the selectors, and is in the tables below. */
const HOST = /^(?!loop)[^,]*, (Node \d+ host|wasmtime, WASI 0\.\d)$/;

/** What a scenario's servers are compared with first. */
function baseOf({ rows }: Outcome): string | undefined {
  const title = Object.keys(rows[0] ?? {}).find((key) => key.startsWith(OF) && !key.startsWith('of that'));
  return title?.slice(OF.length);
}

/** Gives a table of our servers as shares of the first of their bases. */
export function summaryOf(outcomes: readonly Outcome[]): string {
  const all = outcomes.flatMap((outcome) => {
    const base = baseOf(outcome);
    if (base === undefined) return [];
    const ours = outcome.rows.flatMap((row) => {
      const host = HOST.exec(String(row['server']))?.[1];
      return host === undefined || row[OF + base] === '' ? [] : [[host, String(row[OF + base])] as const];
    });
    return ours.length === 0
      ? []
      : [{ name: outcome.name, figure: outcome.figure, base, ours: new Map(ours) }];
  });
  const hosts = [...new Set(all.flatMap(({ ours }) => [...ours.keys()]))].toSorted();
  const rows = all.map(({ name, figure, base, ours }) => {
    const cells = hosts.map((host) => [host, ours.get(host) ?? ''] as const);
    return Object.fromEntries([['scenario', name], ['figure', figure], ['base', base], ...cells]);
  });
  return markdownTable(rows);
}
