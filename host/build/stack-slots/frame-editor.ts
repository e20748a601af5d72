import type { Binaryen } from '../tools.ts';
import { type Frame, POINTER, type Slot } from './frames.ts';
import type { Module, Node, Ref } from './tree.ts';

const SLOT_BYTES = 4;
/** Up to this size asc, too, clears a frame by single stores. */
const MAX_STORED_BYTES = 16;

/** Functions of the optimizer that its types leave out. */
interface Setters {
  Block: { setChildAt(block: Ref, index: number, child: Ref): void };
  Loop: { setBody(loop: Ref, body: Ref): void };
  If: { setIfTrue(branch: Ref, body: Ref): void; setIfFalse(branch: Ref, body: Ref): void };
  Binary: { setRight(binary: Ref, right: Ref): void };
  Store: { setOffset(store: Ref, offset: number): void };
}

/** Changes functions' frames. */
export class FrameEditor {
  private readonly setters: Setters;

  constructor(
    private readonly binaryen: Binaryen,
    private readonly module: Module,
  ) {
    this.setters = binaryen as unknown as Setters;
  }

  /** Takes all slots out of a frame but those in `kept`, and the frame itself when none is left. */
  reduce(frame: Frame, kept: Set<Slot>): void {
    const { module, setters } = this;
    for (const slot of frame.slots) if (!kept.has(slot) && !this.remove(slot)) kept.add(slot);
    const offsets = [...new Set([...kept].map(({ offset }) => offset))].toSorted((a, b) => a - b);
    const bytes = offsets.length * SLOT_BYTES;
    for (const { store, offset } of kept) {
      setters.Store.setOffset(store.ref, offsets.indexOf(offset) * SLOT_BYTES);
    }
    for (const fill of frame.fills) this.replace(fill, module.nop());
    if (bytes > 0) {
      for (const { parts } of frame.moves) setters.Binary.setRight(parts[0]!.ref, module.i32.const(bytes));
      this.replace(frame.fills[0]!, this.fill(bytes));
    } else for (const statement of [...frame.moves, frame.check]) this.replace(statement, module.nop());
  }

  /** Returns whether it could be removed. */
  private remove({ store, local, value }: Slot): boolean {
    const { module } = this;
    return this.replace(store, local === undefined ? module.nop() : module.local.set(local, value.ref));
  }

  /** Puts an expression in the place of one that is a statement; false: it is none. */
  private replace(node: Node, by: Ref): boolean {
    const { setters } = this;
    const { parent } = node;
    if (parent?.kind === 'Block') setters.Block.setChildAt(parent.ref, parent.parts.indexOf(node), by);
    else if (parent?.kind === 'Loop') setters.Loop.setBody(parent.ref, by);
    else if (parent?.kind === 'If' && parent.parts[1] === node) setters.If.setIfTrue(parent.ref, by);
    else if (parent?.kind === 'If' && parent.parts[2] === node) setters.If.setIfFalse(parent.ref, by);
    else return false;
    return true;
  }

  private fill(bytes: number): Ref {
    const { binaryen, module } = this;
    const pointer = (): Ref => module.global.get(POINTER, binaryen.i32);
    const zero = module.i32.const(0);
    if (bytes > MAX_STORED_BYTES) return module.memory.fill(pointer(), zero, module.i32.const(bytes));
    const stores: Ref[] = [];
    let offset = 0;
    for (; offset + 8 <= bytes; offset += 8) {
      stores.push(module.i64.store(offset, SLOT_BYTES, pointer(), module.i64.const(0n as never)));
    }
    if (offset < bytes) stores.push(module.i32.store(offset, SLOT_BYTES, pointer(), zero));
    return module.block(null, stores);
  }
}
