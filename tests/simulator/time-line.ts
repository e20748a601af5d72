import type { TraceLine } from './world.ts';

const COLUMN = 30;
/** With more than so many who speak, names stand in front instead of columns. */
const MAX_COLUMNS = 5;
/** Lines that may repeat together. */
const LONGEST_CYCLE = 12;
/** Lines at most: the first and the last ones. */
const MAX_LINES = 120;

/** Makes a trace shorter without leaving anything out: what somebody sends or gets in a row is one line, and so are repetitions. */
export function folded(trace: readonly TraceLine[]): TraceLine[] {
  return withoutCycles(withoutPieces(trace));
}

function withoutPieces(trace: readonly TraceLine[]): TraceLine[] {
  const lines: TraceLine[] = [];
  let pieces = 1;
  for (const line of trace) {
    const last = lines.at(-1);
    const verb = line.text.split(' ')[0]!;
    const isMore =
      last?.who === line.who && (verb === 'sends' || verb === 'gets') && last.text.startsWith(verb);
    pieces = isMore ? pieces + 1 : 1;
    if (isMore)
      last.text = `${last.text.replace(/, \d+ more pieces?$/, '')}, ${pieces - 1} more piece${pieces > 2 ? 's' : ''}`;
    else lines.push({ ...line });
  }
  return lines;
}

/** Which bytes and how many does not matter for whether the same happens again. */
function plain({ text }: TraceLine): string {
  return text.replace(/".*"|\d+ bytes?/, '');
}

function isAgain(one: TraceLine, other: TraceLine): boolean {
  return one.who === other.who && plain(one) === plain(other);
}

function withoutCycles(trace: TraceLine[]): TraceLine[] {
  const lines: TraceLine[] = [];
  for (let i = 0; i < trace.length;) {
    const length = cycleAt(trace, i);
    if (length === 0) lines.push(trace[i++]!);
    else {
      let times = 3;
      while (areAgain(trace, i, i + times * length, length)) times++;
      lines.push(...trace.slice(i, i + length));
      const what = length === 1 ? 'line' : `${length} lines`;
      lines.push({ us: trace[i + length]!.us, who: '', text: `(the same ${what} ${times - 1} times more)` });
      i += times * length;
    }
  }
  return lines;
}

function cycleAt(trace: TraceLine[], at: number): number {
  for (let length = 1; length <= LONGEST_CYCLE; length++) {
    if (areAgain(trace, at, at + length, length) && areAgain(trace, at, at + 2 * length, length))
      return length;
  }
  return 0;
}

function areAgain(trace: TraceLine[], at: number, later: number, length: number): boolean {
  if (later + length > trace.length) return false;
  for (let i = 0; i < length; i++) if (!isAgain(trace[at + i]!, trace[later + i]!)) return false;
  return true;
}

/** Draws a trace as a time line that a person can read: when, whose column, what. */
export function timeLine(trace: readonly TraceLine[]): string {
  const names = [...new Set(trace.map(({ who }) => who).filter((who) => who !== ''))];
  const others = names.filter((name) => name !== 'server');
  const columns = ['server', ...others];
  const hasColumns = columns.length <= MAX_COLUMNS;
  const lines = folded(trace).map(({ us, who, text }) => {
    const time = `${(us / 1000).toFixed(3)} ms`.padStart(13);
    const place = hasColumns ? Math.max(columns.indexOf(who), 0) : who === 'server' ? 0 : 1;
    const said = who === 'server' || who === '' ? text : `${who} ${text}`;
    return `${time}  ${' '.repeat(place * COLUMN)}${said}`;
  });
  if (lines.length <= MAX_LINES) return lines.join('\n');
  const half = MAX_LINES / 2;
  const left = `${' '.repeat(15)}... ${lines.length - MAX_LINES} lines ...`;
  return [...lines.slice(0, half), left, ...lines.slice(-half)].join('\n');
}
