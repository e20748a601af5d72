import { printable } from '../printable.ts';

/** The most denied calls that are said: a guest may try any number. */
const MAX_LINES = 20;

/** Says each denied call once, in one line. */
export class DenialLines {
  private readonly said = new Set<string>();

  constructor(private readonly say: (line: string) => void) {}

  /** `missing`: what would have permitted it. */
  add(missing: string): void {
    if (this.said.has(missing) || this.said.size === MAX_LINES) return;
    this.said.add(missing);
    this.say(`as-selectors: denied: ${printable(missing)} was not given`);
  }
}
