import type { Binaryen } from '../tools.ts';
import { type Frame, type Slot, frameOf } from './frames.ts';
import { type Module, type Node, type TreeReader, isCall, walk } from './tree.ts';

/** A function of a program. */
export interface ProgramFunction {
  name: string;
  paramCount: number;
  /** The name by which the host calls it, or undefined. */
  exportName: string | undefined;
  /** Whether it can be called by a table. */
  isInTable: boolean;
  /** See `frameOf`. */
  frame: Frame | null | undefined;
  /** The calls in it. */
  calls: Node[];
  /** The expressions that set a local, by the local. */
  sets: Map<number, Node[]>;
  /** The slots, by what stands for the argument in its call, or by what sets the local. */
  slots: Map<Node, Slot>;
}

function exportNames(binaryen: Binaryen, module: Module): Map<string, string> {
  const names = new Map<string, string>();
  for (let i = 0; i < module.getNumExports(); i++) {
    const { value, name } = binaryen.getExportInfo(module.getExportByIndex(i));
    names.set(value, name);
  }
  return names;
}

function namesInTables(binaryen: Binaryen, module: Module): Set<string> {
  const names: string[] = [];
  for (let i = 0; i < module.getNumElementSegments(); i++) {
    names.push(...binaryen.getElementSegmentInfo(module.getElementSegmentByIndex(i)).data);
  }
  return new Set(names);
}

/** Reads the functions of a program; undefined: there is something in them that is not known here. */
export function readProgram(
  binaryen: Binaryen,
  module: Module,
  reader: TreeReader,
): ProgramFunction[] | undefined {
  const exported = exportNames(binaryen, module);
  const inTables = namesInTables(binaryen, module);
  const functions: ProgramFunction[] = [];
  for (let i = 0; i < module.getNumFunctions(); i++) {
    const { name, body, params } = binaryen.getFunctionInfo(module.getFunctionByIndex(i));
    if (!body) continue; // an import
    const tree = reader.read(body);
    if (tree === undefined) return undefined;
    functions.push({
      name,
      paramCount: binaryen.expandType(params).length,
      exportName: exported.get(name),
      isInTable: inTables.has(name),
      ...partsOf(tree),
    });
  }
  return functions;
}

function partsOf(body: Node): Pick<ProgramFunction, 'frame' | 'calls' | 'sets' | 'slots'> {
  const frame = frameOf(body);
  const calls: Node[] = [];
  const sets = new Map<number, Node[]>();
  walk(body, (node) => {
    if (isCall(node)) calls.push(node);
    if (node.kind !== 'LocalSet') return;
    const index = node.info['index'] as number;
    const others = sets.get(index);
    if (others) others.push(node);
    else sets.set(index, [node]);
  });
  const slots = new Map(
    frame?.slots.map((slot) => [slot.call ? slot.store.parent! : slot.store.parts[1]!, slot]),
  );
  return { frame, calls, sets, slots };
}
