import { type Node, isCall, walk } from './tree.ts';

/** The global with the address of the lowest frame. */
export const POINTER = '~lib/memory/__stack_pointer';
/** The function that checks whether there is room for a frame. */
export const CHECK = '~stack_check';

/** A store of a reference into the frame. */
export interface Slot {
  store: Node;
  /** Where in the frame it is. */
  offset: number;
  /** The local that is set with it; undefined: the slot is an argument's. */
  local: number | undefined;
  /** The reference. */
  value: Node;
  /** The call whose argument the reference is; undefined: the slot is a local's. */
  call: Node | undefined;
  /** The argument's number; -1: the slot is a local's. */
  argument: number;
}

/** A function's frame. */
export interface Frame {
  slots: Slot[];
  /** Statements that move the pointer down, and up where the function returns. */
  moves: Node[];
  /** Statements that clear the frame. */
  fills: Node[];
  /** The call that checks whether there is room. */
  check: Node;
}

function isPointer(node: Node | undefined): boolean {
  return node?.kind === 'GlobalGet' && node.info['name'] === POINTER;
}

function isPointerSet(node: Node): boolean {
  return node.kind === 'GlobalSet' && node.info['name'] === POINTER;
}

/** Whether it moves the pointer by a constant. */
function isMove(node: Node): boolean {
  if (!isPointerSet(node)) return false;
  const [sum] = node.parts;
  return sum?.kind === 'Binary' && isPointer(sum.parts[0]) && sum.parts[1]?.kind === 'Const';
}

/** Whether it clears a part of the frame. */
function isFill(node: Node): boolean {
  const isStore = node.kind === 'Store' || node.kind === 'MemoryFill';
  return isStore && isPointer(node.parts[0]) && node.parts[1]!.kind === 'Const';
}

/** Returns the slot that a store into the frame fills, or undefined when it is none as asc makes them. */
function slotOf(store: Node): Slot | undefined {
  if (store.kind !== 'Store' || !isPointer(store.parts[0])) return undefined;
  const offset = store.info['offset'] as number;
  const source = store.parts[1]!;
  if (source.kind === 'LocalSet') {
    const local = source.info['index'] as number;
    return { store, offset, local, value: source.parts[0]!, call: undefined, argument: -1 };
  }
  const block = store.parent;
  if (source.kind !== 'LocalGet' || block?.kind !== 'Block' || block.parts.length !== 3) return undefined;
  const [set, , get] = block.parts as [Node, Node, Node];
  const index = source.info['index'];
  if (set.kind !== 'LocalSet' || get.kind !== 'LocalGet') return undefined;
  if (set.info['index'] !== index || get.info['index'] !== index) return undefined;
  const call = block.parent;
  if (call === undefined || !isCall(call)) return undefined;
  return { store, offset, local: undefined, value: set.parts[0]!, call, argument: call.parts.indexOf(block) };
}

/** Returns a function's frame; null: it has none; undefined: it uses the stack's pointer in another way, too. */
export function frameOf(body: Node): Frame | null | undefined {
  const slots: Slot[] = [];
  const moves: Node[] = [];
  const fills: Node[] = [];
  let check: Node | undefined;
  let uses = 0;
  walk(body, (node) => {
    if (isPointer(node) || isPointerSet(node)) uses++;
    if (node.kind === 'Call' && node.info['target'] === CHECK) check = node;
    if (isMove(node)) moves.push(node);
    else if (isFill(node)) fills.push(node);
    else {
      const slot = slotOf(node);
      if (slot !== undefined) slots.push(slot);
    }
  });
  if (uses === 0) return null;
  if (check === undefined || fills.length === 0) return undefined;
  if (uses !== moves.length * 2 + fills.length + slots.length) return undefined;
  return { slots, moves, fills, check };
}
