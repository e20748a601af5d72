import type { TraceLine } from './world.ts';

const COLUMN = 30;
/** With more than so many who speak, names stand in front instead of columns. */
const MOST_COLUMNS = 5;
/** Lines at most: the first and the last ones. */
const MOST_LINES = 120;

/** Takes what somebody sends, or gets, in a row for one. */
function folded(trace: readonly TraceLine[]): TraceLine[] {
  const lines: TraceLine[] = [];
  let times = 1;
  for (const line of trace) {
    const last = lines.at(-1);
    const verb = line.text.split(' ')[0]!;
    const isMore =
      last?.who === line.who && (verb === 'sends' || verb === 'gets') && last.text.startsWith(verb);
    times = isMore ? times + 1 : 1;
    if (isMore) last.text = `${last.text.replace(/, .* more pieces$/, '')}, ${times - 1} more pieces`;
    else lines.push({ ...line });
  }
  return lines;
}

/** Draws a trace as a time line that a person can read: when, whose column, what. */
export function timeLine(trace: readonly TraceLine[]): string {
  const names = [...new Set(trace.map(({ who }) => who).filter((who) => who !== ''))];
  const others = names.filter((name) => name !== 'server');
  const columns = ['server', ...others];
  const hasColumns = columns.length <= MOST_COLUMNS;
  const lines = folded(trace).map(({ us, who, text }) => {
    const time = `${(us / 1000).toFixed(3)} ms`.padStart(13);
    const place = hasColumns ? Math.max(columns.indexOf(who), 0) : who === 'server' ? 0 : 1;
    const said = who === 'server' || who === '' ? text : `${who} ${text}`;
    return `${time}  ${' '.repeat(place * COLUMN)}${said}`;
  });
  if (lines.length <= MOST_LINES) return lines.join('\n');
  const half = MOST_LINES / 2;
  const left = `${' '.repeat(15)}... ${lines.length - MOST_LINES} lines ...`;
  return [...lines.slice(0, half), left, ...lines.slice(-half)].join('\n');
}
