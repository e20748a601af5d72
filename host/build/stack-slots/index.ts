/**
 * Takes out of a compiled module what asc's shadow stack holds for nothing: nearly half of a server's code.
 *
 * The collector looks for the objects in use in the shadow stack, so asc has each function store there each reference that it passes or
 * sets a local to. A store can go where the collector does not run before the reference is no longer used, or where another slot keeps
 * the same object for at least as long: that of a caller, or that of a local. What can't be proven stays as asc made it.
 */
import type { Binaryen } from '../tools.ts';
import { FrameEditor } from './frame-editor.ts';
import type { Slot } from './frames.ts';
import { type Collecting, collectingFunctions, doesCollect } from './collecting.ts';
import { type ProgramFunction, readProgram } from './program.ts';
import { Roots } from './roots.ts';
import { type Module, TreeReader } from './tree.ts';

/**
 * A compiler transform: removes the stores to the shadow stack that are not needed, and the frames that are then empty. A module with
 * anything in it that is not known here stays as it is.
 *
 * `abort`: the function that asc calls for what fails; it never returns.
 */
export function fewerStackSlots(binaryen: Binaryen, abort: string): { afterCompile(module: Module): void } {
  return {
    afterCompile(module) {
      const functions = readProgram(binaryen, module, new TreeReader(binaryen));
      if (functions === undefined) return;
      const collecting = collectingFunctions(functions, abort);
      const roots = new Roots(functions);
      const editor = new FrameEditor(binaryen, module);
      for (const each of functions) {
        if (!each.frame) continue;
        const collects = collecting.names.has(each.name);
        const needed = each.frame.slots.filter((slot) => collects && isNeeded(each, slot, roots, collecting));
        editor.reduce(each.frame, new Set(needed));
      }
    },
  };
}

function isNeeded(within: ProgramFunction, slot: Slot, roots: Roots, collecting: Collecting): boolean {
  const { call, value, argument } = slot;
  if (call === undefined) return !roots.isLasting(within, slot.local!);
  if (value.kind === 'LocalGet' && roots.isKeptDuring(within, call, value)) return false;
  const later = call.parts.slice(argument + 1); // evaluated while the argument waits
  return collecting.isCollecting(call) || later.some((part) => doesCollect(part, collecting));
}
