/** wasi:cli/environment. A list of pairs of strings has 16 bytes for each, a list of strings 8. */
import type { Host, Interface } from './host.ts';

export function environment({ args, env = {}, memory }: Host): Interface {
  /** Stores strings one after the other, and where they and how many `items` they make at `result`. */
  const storeStrings = (result: number, strings: readonly string[], items: number): void => {
    const places = strings.map((string) => memory.allocateString(string));
    const list = memory.allocate(4, 8 * places.length);
    places.forEach(([pointer, bytes], i) => {
      memory.u32(list + 8 * i, pointer);
      memory.u32(list + 8 * i + 4, bytes);
    });
    memory.u32(result, list);
    memory.u32(result + 4, items);
  };

  return {
    'get-arguments': (result: number) => storeStrings(result, args, args.length),
    'get-environment': (result: number) => {
      const variables = Object.entries(env);
      storeStrings(result, variables.flat(), variables.length);
    },
    /** An option<string>, which is none: a guest has no folders. */
    'initial-cwd': (result: number) => {
      memory.refresh();
      memory.u8(result, 0);
    },
  };
}
