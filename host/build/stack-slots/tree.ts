import type { Binaryen } from '../tools.ts';

/** A module as the optimizer has it. */
export type Module = InstanceType<Binaryen['Module']>;

/** Refers to an expression of a module; 0: none. */
export type Ref = number;

/** The fields with the parts of each kind of expression that asc makes, in the order in which they are evaluated. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  Block: ['children'],
  If: ['condition', 'ifTrue', 'ifFalse'],
  Loop: ['body'],
  Break: ['value', 'condition'],
  Switch: ['value', 'condition'],
  Call: ['operands'],
  CallIndirect: ['operands', 'target'],
  LocalGet: [],
  LocalSet: ['value'],
  GlobalGet: [],
  GlobalSet: ['value'],
  Load: ['ptr'],
  Store: ['ptr', 'value'],
  Const: [],
  Unary: ['value'],
  Binary: ['left', 'right'],
  Select: ['ifTrue', 'ifFalse', 'condition'],
  Drop: ['value'],
  Return: ['value'],
  MemorySize: [],
  MemoryGrow: ['delta'],
  MemoryCopy: ['dest', 'source', 'size'],
  MemoryFill: ['dest', 'value', 'size'],
  Nop: [],
  Unreachable: [],
};

/** The optimizer has nothing to tell of these, and fails when it is asked. */
const PLAIN = new Set(['Nop', 'Unreachable']);

/** An expression. */
export interface Node {
  readonly ref: Ref;
  /** One of the kinds in `PARTS`. */
  readonly kind: string;
  /** What the optimizer tells of it: `name`, `index`, `offset`, `target` and so on. */
  readonly info: Readonly<Record<string, unknown>>;
  /** The expressions in it, in the order in which they are evaluated. */
  readonly parts: Node[];
  /** What it is in; undefined: it is the body of a function. */
  parent: Node | undefined;
}

/** Reads expressions as trees. */
export class TreeReader {
  private readonly kinds: Map<number, string>;

  constructor(private readonly binaryen: Binaryen) {
    const ids = binaryen as unknown as Record<string, number>;
    this.kinds = new Map(Object.keys(PARTS).map((kind) => [ids[`${kind}Id`]!, kind]));
  }

  /** Reads an expression; undefined: there is a kind in it that is not known here. */
  read(ref: Ref): Node | undefined {
    const kind = this.kinds.get(this.binaryen.getExpressionId(ref));
    if (kind === undefined) return undefined;
    const known = PLAIN.has(kind) ? {} : this.binaryen.getExpressionInfo(ref);
    const info = known as Record<string, unknown>;
    const node: Node = { ref, kind, info, parts: [], parent: undefined };
    for (const part of PARTS[kind]!.flatMap((field) => info[field] as Ref | Ref[])) {
      if (!part) continue; // a branch without a value, an `if` without `else`
      const child = this.read(part);
      if (child === undefined) return undefined;
      child.parent = node;
      node.parts.push(child);
    }
    return node;
  }
}

/** Calls `visit` for an expression and all that is in it. */
export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const part of node.parts) walk(part, visit);
}

/** Whether it calls a function, by name or by a table. */
export function isCall(node: Node): boolean {
  return node.kind === 'Call' || node.kind === 'CallIndirect';
}

/** Whether an expression or one in it is such. */
export function isWithin(node: Node, isSuch: (node: Node) => boolean): boolean {
  return isSuch(node) || node.parts.some((part) => isWithin(part, isSuch));
}
