import type { Outcome } from './outcome.ts';

/** What the command line chooses. */
export interface Settings {
  /** How often each peer is visited; undefined: as often as a scenario takes by default. */
  rounds: number | undefined;
  /** The major versions of Node that the peers and our host run on. */
  majors: readonly string[];
}

/** Scenarios that are measured with the same peers. */
export interface Group {
  names: readonly string[];
  /** Measures those that are chosen by their names, one after the other. */
  measure(isChosen: (name: string) => boolean, settings: Settings): AsyncGenerator<Outcome>;
}

/** Makes a group; its peers are made only when one of its scenarios is chosen. */
export function group<S extends { name: string }>(
  scenarios: readonly S[],
  measure: (chosen: S[], settings: Settings) => AsyncGenerator<Outcome>,
): Group {
  return {
    names: scenarios.map(({ name }) => name),
    async *measure(isChosen, settings) {
      const chosen = scenarios.filter(({ name }) => isChosen(name));
      if (chosen.length > 0) yield* measure(chosen, settings);
    },
  };
}
