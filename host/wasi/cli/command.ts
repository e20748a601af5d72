/** wasi:cli/environment, exit and the terminals. In memory a string is 8 bytes of a list, a pair of strings 16. */
import { Exit, type Host, type Interface } from '../host.ts';
import { Resource, Trap } from '../resources.ts';

export function environment({ args, env = {}, memory }: Host): Interface {
  /** Stores strings in a row, and at `result` the list's address and its number of `items`. */
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
    /** Stores an option<string> of none: a guest has no directories. */
    'initial-cwd': (result: number) => {
      memory.refresh();
      memory.u8(result, 0);
    },
  };
}

export function exit(): Interface {
  return {
    exit: (failed: number) => {
      if (failed >>> 0 > 1) throw new Trap(`${failed} is not a result`);
      throw new Exit(failed === 0 ? 0 : undefined);
    },
    'exit-with-code': (code: number) => {
      throw new Exit(code & 0xff);
    },
  };
}

/** A terminal. The host never makes one: no standard stream of a guest is a terminal. */
export class TerminalInput extends Resource {}
/** A terminal. The host never makes one: no standard stream of a guest is a terminal. */
export class TerminalOutput extends Resource {}

export function terminalInput({ resources }: Host): Interface {
  return { '[resource-drop]terminal-input': (self: number) => resources.drop(self, TerminalInput) };
}

export function terminalOutput({ resources }: Host): Interface {
  return { '[resource-drop]terminal-output': (self: number) => resources.drop(self, TerminalOutput) };
}

/** Makes the interface that gives the terminal of a standard stream: none. */
export function terminal(stream: 'stdin' | 'stdout' | 'stderr'): (host: Host) => Interface {
  return ({ memory }) => ({
    [`get-terminal-${stream}`]: (result: number) => {
      memory.refresh();
      memory.u8(result, 0);
    },
  });
}
