import type { Outcome } from '../side-by-side/outcome.ts';

/** Narrow, so that a telephone shows it large enough to be read. */
const WIDTH = 490;
const LEFT = 224;
const BARS = 200;
const TOP = 44;
const ROW = 20;
const BAR = 12;
const GAP = 4;
const FONT_PX = 12;
const PER_CENT_OF_LARGEST = 100;
/** Neither is too pale on white nor too dark on black: a page does not tell a picture which of them it has. */
const TEXT = '#767676';
const COLORS = { ours: '#2f81f7', others: '#a0a9b2', quartiles: '#656c74' };

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Few digits, and as many for small numbers as they need. */
function short(value: number): string {
  if (value >= PER_CENT_OF_LARGEST) return Math.round(value).toLocaleString('en');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Draws an outcome: a bar for each server, the best first, with a line from the first to the third quartile. */
export function plotOf({ name, figure, isGain, bars }: Outcome): string {
  const sorted = bars.toSorted((a, b) => (isGain ? b.middle - a.middle : a.middle - b.middle));
  const scale = BARS / Math.max(...sorted.map(({ high }) => high), Number.EPSILON);
  const height = TOP + sorted.length * ROW + GAP;
  const rows = sorted.map((bar, i) => {
    const y = TOP + i * ROW;
    const middle = y + BAR / 2;
    const [low, high] = [bar.low, bar.high].map((value) => (LEFT + value * scale).toFixed(1));
    const color = bar.isOurs ? COLORS.ours : COLORS.others;
    const weight = bar.isOurs ? ' font-weight="bold"' : '';
    return [
      `<text x="${LEFT - 2 * GAP}" y="${y + BAR - 2}" text-anchor="end"${weight}>${escaped(bar.name)}</text>`,
      `<rect x="${LEFT}" y="${y}" width="${(bar.middle * scale).toFixed(1)}" height="${BAR}" fill="${color}"/>`,
      `<path d="M${low} ${middle}H${high}" stroke="${COLORS.quartiles}" stroke-width="2"/>`,
      `<text x="${WIDTH - GAP}" y="${y + BAR - 2}" text-anchor="end">${short(bar.middle)}</text>`,
    ].join('\n');
  });
  const title = escaped(name);
  const meaning = escaped(`${figure}; ${isGain ? 'more' : 'less'} is better`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="${FONT_PX}" fill="${TEXT}">
<title>${title}: ${meaning}</title>
<text x="${GAP}" y="16" font-size="14" font-weight="bold">${title}</text>
<text x="${GAP}" y="33">${meaning}</text>
${rows.join('\n')}
</svg>
`;
}
