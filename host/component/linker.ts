/**
 * Links a component: follows its definitions, in their order, to the core modules that are to be instantiated and what each imports.
 *
 * Instances of the component model, and core instances that only list exports, exist while linking only: an import of a core module is
 * traced to a function of the host or to the instance that exports it. Source: component-model, Binary.md, Explainer.md.
 */
import { BinaryReader } from './binary-reader.ts';
import { canonical } from './canonical.ts';
import { CoreLinker, type Linked } from './core-linker.ts';
import type { Exports, FunctionItem, Item } from './items.ts';
import { FUNCTION_KIND, MEMORY_KIND } from './module-types.ts';
import type { Source } from './program.ts';
import { forWasi03, notACommand, unsupported } from './refusals.ts';
import { Scope, defined } from './scope.ts';
import * as Sections from './sections.ts';
import { Malformed, sections } from './sections.ts';
import { importedExports, readExtern, readExternName, readType } from './types.ts';

/** How many instances, core ones and others, a component may come to, nested ones included. */
const MAX_INSTANCES = 1000;
/** How deep components may be nested. */
const MAX_DEPTH = 20;
/** How many definitions all components together may have. */
const MAX_DEFINITIONS = 100_000;

const RUN = /^wasi:cli\/run@0\.2\.\d+$/;
const WASI_0_3 = /^wasi:.*@0\.3\./;
const RUN_0_3 = /^wasi:cli\/run@0\.3\./;

/** The sorts of the component model, by their numbers; core sorts stand behind a 0. */
const SORTS = [undefined, 'function', undefined, 'type', 'component', 'instance'] as const;
const CORE_MODULE_SORT = 0x11;
const OPCODE_LIFT = 0;

/** Links one component. */
class Linker {
  readonly core: CoreLinker;
  private instances = 0;
  private definitions = 0;

  constructor(fileBytes: number) {
    this.core = new CoreLinker(fileBytes);
  }

  /** Counts a definition, wherever it is. */
  readonly count = (): void => {
    if (++this.definitions > MAX_DEFINITIONS) throw unsupported(`more than ${MAX_DEFINITIONS} definitions`);
  };

  /** Follows a component's definitions; returns what it exports. */
  follow(bytes: Uint8Array, scope: Scope, depth = 0): Exports {
    if (depth > MAX_DEPTH) throw unsupported(`components nested more than ${MAX_DEPTH} deep`);
    const exports: Exports = new Map();
    for (const { id, content } of sections(bytes)) {
      this.count(); // sections may be empty, and are read again for each instance of a nested component
      const reader = new BinaryReader(content);
      const each = (define: () => void): void => {
        reader.list(() => {
          this.count();
          define();
        });
        if (!reader.isAtEnd) throw new Malformed();
      };
      if (id === Sections.CORE_MODULE_SECTION) scope.modules.push(this.core.addModule(content));
      else if (id === Sections.CORE_INSTANCE_SECTION) each(() => this.addCoreInstance(reader, scope));
      else if (id === Sections.CORE_TYPE_SECTION) throw unsupported('core types of its own');
      else if (id === Sections.COMPONENT_SECTION) scope.components.push({ bytes: content, scope });
      else if (id === Sections.INSTANCE_SECTION)
        each(() => scope.instances.push(this.instance(reader, scope, depth)));
      else if (id === Sections.ALIAS_SECTION) each(() => this.alias(reader, scope));
      else if (id === Sections.TYPE_SECTION) each(() => scope.types.push(readType(reader, scope)));
      else if (id === Sections.CANONICAL_SECTION) each(() => this.canonical(reader, scope));
      else if (id === Sections.IMPORT_SECTION) each(() => this.import(reader, scope));
      else if (id === Sections.EXPORT_SECTION) each(() => this.export(reader, scope, exports));
      else if (id !== Sections.CUSTOM_SECTION) throw unsupported('a start function of its own, or values');
    }
    return exports;
  }

  private addCoreInstance(reader: BinaryReader, scope: Scope): void {
    this.countInstance();
    scope.coreInstances.push(this.core.readInstance(reader, scope));
  }

  private countInstance(): void {
    if (++this.instances > MAX_INSTANCES) throw unsupported(`more than ${MAX_INSTANCES} instances`);
  }

  private instance(reader: BinaryReader, scope: Scope, depth: number): Exports {
    this.countInstance();
    const form = reader.u8();
    if (form > 1) throw new Malformed();
    const component = form === 0 ? defined(scope.components[reader.u32()]) : undefined;
    const items: Exports = new Map();
    reader.list(() =>
      items.set(component ? reader.text() : readExternName(reader), this.item(reader, scope)),
    );
    return component
      ? this.follow(component.bytes, new Scope(this.count, component.scope, items), depth + 1)
      : items;
  }

  /** Reads a sort and an index, and returns what is there. */
  private item(reader: BinaryReader, scope: Scope): Item {
    const sort = reader.u8();
    if (sort === 0) {
      if (reader.u8() !== CORE_MODULE_SORT) throw new Malformed();
      return { sort: 'module', item: defined(scope.modules[reader.u32()]) };
    }
    return itemAt(scope, sort, reader.u32());
  }

  private alias(reader: BinaryReader, scope: Scope): void {
    const sort = reader.u8();
    const coreSort = sort === 0 ? reader.u8() : undefined;
    const target = reader.u8();
    const index = reader.u32();
    if (target === 1) {
      const kind = defined(coreSort);
      defined(scope.core[kind]).push(defined(defined(scope.coreInstances[index]).get(kind, reader.text())));
    } else if (target === 0) {
      const item = defined(defined(scope.instances[index]).get(reader.text()));
      if (item.sort !== (coreSort === CORE_MODULE_SORT ? 'module' : SORTS[sort])) throw new Malformed();
      scope.add(item);
    } else if (target === 2) {
      const outer = scope.outer(index);
      const at = reader.u32();
      if (coreSort === CORE_MODULE_SORT) scope.modules.push(defined(outer.modules[at]));
      else scope.add(itemAt(outer, sort, at));
    } else throw new Malformed();
  }

  private canonical(reader: BinaryReader, scope: Scope): void {
    const { opcode, subject, memory, realloc } = canonical(reader);
    if (opcode === OPCODE_LIFT) {
      scope.functions.push({ lifted: defined(scope.core[FUNCTION_KIND]![subject]) });
      return;
    }
    scope.core[FUNCTION_KIND]!.push(
      opcode === 1
        ? this.lower(defined(scope.functions[subject]), memory, realloc, scope)
        : this.dropOf(scope, subject),
    );
  }

  private lower(lowered: FunctionItem, memory: number, realloc: number, scope: Scope): Source {
    if ('lifted' in lowered) throw unsupported('components that call each other');
    if (memory >= 0) this.core.useMemory(defined(scope.core[MEMORY_KIND]![memory]));
    const place = realloc < 0 ? -1 : this.core.useRealloc(defined(scope.core[FUNCTION_KIND]![realloc]));
    return { kind: 'host', ...lowered, realloc: place };
  }

  private dropOf(scope: Scope, type: number): Source {
    const resource = defined(scope.types[type]);
    if (resource.kind !== 'resource') throw new Malformed();
    return { kind: 'host', from: resource.from, name: `[resource-drop]${resource.name}`, realloc: -1 };
  }

  private import(reader: BinaryReader, scope: Scope): void {
    const name = readExternName(reader);
    if (WASI_0_3.test(name)) throw forWasi03();
    const { sort, type } = readExtern(reader, scope, '', name);
    if (scope.args) {
      const given = defined(scope.args.get(name));
      if (given.sort !== sort) throw new Malformed();
      scope.add(given);
    } else if (sort === 'instance') scope.instances.push(importedExports(type, name));
    else if (sort === 'function') scope.functions.push({ from: 'the function', name });
    else if (sort === 'type') scope.types.push(type);
    else throw unsupported(`an import of a ${sort}`);
  }

  private export(reader: BinaryReader, scope: Scope, exports: Exports): void {
    const name = readExternName(reader);
    const item = this.item(reader, scope);
    if (reader.u8() === 1) readExtern(reader, scope, '', name);
    exports.set(name, item);
    scope.add(item);
  }
}

/** Returns a definition of the component model by its sort and index. Throws Malformed. */
function itemAt(scope: Scope, sort: number, index: number): Item {
  switch (SORTS[sort]) {
    case 'function':
      return { sort: 'function', item: defined(scope.functions[index]) };
    case 'type':
      return { sort: 'type', item: defined(scope.types[index]) };
    case 'component':
      return { sort: 'component', item: defined(scope.components[index]) };
    case 'instance':
      return { sort: 'instance', item: defined(scope.instances[index]) };
    default:
      throw new Malformed();
  }
}

/** Links a component that is a command. Throws ComponentError, Malformed. */
export function link(bytes: Uint8Array): Linked {
  const linker = new Linker(bytes.length);
  const exports = linker.follow(bytes, new Scope(linker.count));
  if ([...exports.keys()].some((exported) => RUN_0_3.test(exported))) throw forWasi03();
  const [name, command] = [...exports].find(([exported]) => RUN.test(exported)) ?? [];
  if (command?.sort !== 'instance') throw notACommand(exports.keys());
  const run = command.item.get('run');
  if (run?.sort !== 'function' || !('lifted' in run.item)) throw notACommand(exports.keys());
  const { core } = linker;
  return { ...core.linked, run: core.callable(run.item.lifted, 0, `${name}#run`) };
}
