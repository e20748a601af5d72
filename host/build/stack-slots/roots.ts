import type { ProgramFunction } from './program.ts';
import { type Node, isWithin } from './tree.ts';

/** Tells which references the slots of callers and of locals keep, as asc has made them. */
export class Roots {
  /** Whether each parameter of a function is kept by whoever calls it. */
  private readonly params = new Map<string, boolean[]>();
  /** The answers of `isLasting`. */
  private readonly lasting = new Map<ProgramFunction, Map<number, boolean>>();

  constructor(private readonly functions: ProgramFunction[]) {
    for (const each of functions) {
      this.params.set(
        each.name,
        Array.from({ length: each.paramCount }, () => each.exportName === undefined),
      );
    }
    while (this.narrow()) this.lasting.clear();
    this.lasting.clear();
  }

  /** Whether all that a local ever refers to is kept by the callers for as long as the function runs. */
  isLasting(within: ProgramFunction, local: number): boolean {
    let known = this.lasting.get(within);
    if (known === undefined) this.lasting.set(within, (known = new Map()));
    const answer = known.get(local);
    if (answer !== undefined) return answer;
    known.set(local, false); // where it depends on itself
    const sets = within.sets.get(local) ?? [];
    const isParam = local < within.paramCount;
    const is = isParam
      ? sets.length === 0 && this.params.get(within.name)![local]!
      : sets.every((set) => this.isSetToLasting(within, set));
    known.set(local, is);
    return is;
  }

  /** Whether what a local refers to is kept from one set to the next. */
  isKept(within: ProgramFunction, local: number): boolean {
    if (this.isLasting(within, local)) return true;
    if (local < within.paramCount && !this.params.get(within.name)![local]) return false;
    const sets = within.sets.get(local) ?? [];
    return sets.every((set) => within.slots.has(set) || this.isSetToLasting(within, set));
  }

  /** Whether a `local.get` that is an argument refers to what is kept until the call returns. */
  isKeptDuring(within: ProgramFunction, call: Node, get: Node): boolean {
    const local = get.info['index'] as number;
    return this.isLasting(within, local) || (this.isKept(within, local) && !isSetWithin(call, local));
  }

  private isSetToLasting(within: ProgramFunction, set: Node): boolean {
    const { kind, info } = set.parts[0]!;
    return kind === 'Const' || (kind === 'LocalGet' && this.isLasting(within, info['index'] as number));
  }

  /** Finds parameters that a call does not keep; returns whether there are more than were known. */
  private narrow(): boolean {
    let hasChanged = false;
    const tables = this.functions.filter(({ isInTable }) => isInTable);
    for (const each of this.functions) {
      for (const call of each.calls) {
        const names = call.kind === 'Call' ? [call.info['target'] as string] : tables.map(({ name }) => name);
        call.parts.forEach((argument, i) => {
          if (this.isArgumentKept(each, call, argument)) return;
          for (const name of names) {
            const params = this.params.get(name);
            if (!params?.[i]) continue;
            params[i] = false;
            hasChanged = true;
          }
        });
      }
    }
    return hasChanged;
  }

  private isArgumentKept(within: ProgramFunction, call: Node, argument: Node): boolean {
    if (argument.kind === 'Const' || within.slots.has(argument)) return true;
    return argument.kind === 'LocalGet' && this.isKeptDuring(within, call, argument);
  }
}

function isSetWithin(node: Node, local: number): boolean {
  return isWithin(node, ({ kind, info }) => kind === 'LocalSet' && info['index'] === local);
}
