/**
 * wasi:cli/terminal-input, terminal-output, terminal-stdin, terminal-stdout and terminal-stderr: there is no terminal.
 *
 * An option<terminal>: +0 whether there is one, +4 its handle.
 */
import type { Host, Interface } from './host.ts';
import { Resource } from './resources.ts';

/** Never made. */
export class TerminalInput extends Resource {}
/** Never made. */
export class TerminalOutput extends Resource {}

export function terminalInput({ resources }: Host): Interface {
  return { '[resource-drop]terminal-input': (self: number) => resources.drop(self, TerminalInput) };
}

export function terminalOutput({ resources }: Host): Interface {
  return { '[resource-drop]terminal-output': (self: number) => resources.drop(self, TerminalOutput) };
}

/** Makes the interface that asks for the terminal of a standard stream. */
export function terminal(stream: 'stdin' | 'stdout' | 'stderr'): (host: Host) => Interface {
  return ({ memory }) => ({
    [`get-terminal-${stream}`]: (result: number) => {
      memory.refresh();
      memory.u8(result, 0);
    },
  });
}
