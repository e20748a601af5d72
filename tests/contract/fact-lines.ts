import { suite } from 'uvu';
import * as assert from 'uvu/assert';

/** What a guest says of one fact. */
export interface Fact {
  name: string;
  holds: boolean;
  /** The whole line: where a value is not what it should be, it says both. */
  line: string;
}

/** Reads what a guest has stated: `ok NAME` or `not ok NAME`, with `# expected X, was Y` after it. Throws at any other line. */
export function readFacts(lines: string[]): Fact[] {
  return lines.map((line) => {
    const match = /^(not )?ok (.+?)(?: # .*)?$/.exec(line);
    if (!match) throw new Error(`no fact: ${line}`);
    return { name: match[2]!, holds: match[1] === undefined, line };
  });
}

/** How a run of a guest's part went. */
export interface PartOutcome {
  lines: string[];
  /** The exit code, the signal that ended it, or what kept it from ending. */
  end: unknown;
  errors: string;
}

/**
 * Makes each fact a test, and one more: that the part came to its end, having stated as many facts as there are (`count`), each once.
 *
 * `differs` says whether the host is known to differ in a fact: then it must not hold.
 */
export function testFacts(
  name: string,
  part: string,
  count: number,
  { lines, end, errors }: PartOutcome,
  differs: (fact: string) => boolean = () => false,
): void {
  const test = suite(name);
  const isDone = lines.at(-1) === 'done';
  const facts = readFacts(isDone ? lines.slice(0, -1) : lines.filter((line) => /^(not )?ok /.test(line)));
  for (const { name: fact, holds, line } of facts) {
    if (differs(fact))
      test(`${fact}: differs, as listed`, () => assert.not(holds, `${line}: no difference any more`));
    else test(fact, () => assert.ok(holds, line));
  }
  test(`${part}: all ${count} facts were stated, each once, and nothing trapped`, () => {
    assert.is(end, 0, errors);
    assert.ok(isDone, lines.at(-1));
    assert.is(facts.length, count);
    assert.is(new Set(facts.map((fact) => fact.name)).size, count);
  });
  test.run();
}
