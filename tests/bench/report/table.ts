function cellOf(value: string | number | undefined): string {
  const text = typeof value === 'number' ? value.toLocaleString('en') : (value ?? '');
  return text.replaceAll('|', String.raw`\|`);
}

/** Gives rows as a table in Markdown: its columns are those of the first row. */
export function markdownTable(rows: readonly Readonly<Record<string, string | number>>[]): string {
  const titles = Object.keys(rows[0] ?? {});
  const lines = [
    titles,
    titles.map(() => '---'),
    ...rows.map((row) => titles.map((title) => cellOf(row[title]))),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
