import { CHECK } from './frames.ts';
import type { ProgramFunction } from './program.ts';
import { type Node, isCall, isWithin } from './tree.ts';

/** The function by which a host allocates memory while it is called: the only one that it may call then. */
const CALLED_BY_IMPORTS = 'cabi_realloc';

/** Where the collector may run. */
export interface Collecting {
  /** The functions in which it may. */
  names: ReadonlySet<string>;
  /** Whether it may run in a call. */
  isCollecting(call: Node): boolean;
}

/** Finds where the collector may run: in what calls, directly or not, a function that looks at the stack. */
export function collectingFunctions(functions: readonly ProgramFunction[], abort: string): Collecting {
  const own = new Set(functions.map(({ name }) => name));
  const readers = functions.filter(({ name, frame }) => frame === undefined && name !== CHECK);
  const names = new Set(readers.map(({ name }) => name));
  let isTableCollecting = false;
  let isImportCollecting = false;
  const isCollecting = (call: Node): boolean => {
    if (call.kind === 'CallIndirect') return isTableCollecting;
    const target = call.info['target'] as string;
    // Nothing of the callers is used after an abort, which allocates: only its message, when it is made and not a constant.
    if (target === CHECK || (target === abort && call.parts[0]!.kind === 'Const')) return false;
    return own.has(target) ? names.has(target) : isImportCollecting;
  };
  for (let known = -1; known !== names.size;) {
    known = names.size;
    for (const { name, calls, isInTable, exportName } of functions) {
      if (!names.has(name) && !calls.some(isCollecting)) continue;
      names.add(name);
      isTableCollecting ||= isInTable;
      isImportCollecting ||= exportName === CALLED_BY_IMPORTS;
    }
  }
  return { names, isCollecting };
}

/** Whether the collector may run while an expression is evaluated. */
export function doesCollect(node: Node, { isCollecting }: Collecting): boolean {
  return isWithin(node, (inner) => isCall(inner) && isCollecting(inner));
}
