import type { BinaryReader } from './binary-reader.ts';
import type { CoreInstance } from './items.ts';
import { type ModuleTypes, isOfIntegers, moduleTypes, returnsI32, unlimited } from './module-types.ts';
import type { InstanceExport, Program, Source } from './program.ts';
import { otherType, unsupported, wrongType } from './refusals.ts';
import { type Scope, defined } from './scope.ts';
import { CORE_PREAMBLE, Malformed, type Section, sections } from './sections.ts';

/** How many core modules all components together may have. */
const MAX_MODULES = 200;
/**
 * How many bytes all core modules and their instances may come to, as a multiple of the file's: each counts once when it is read and
 * once when it is instantiated. Nested components and modules that are instantiated again and again would fill the memory.
 */
const MAX_GROWTH = 8;
/** What small files may come to in any case. */
const MIN_BYTES = 2 ** 20;
const INSTANCE_SORT = 0x12;

/** What linking finds: the program but for its modules, which are not compiled yet. */
export interface Linked extends Omit<Program, 'modules'> {
  /** The sections of each core module. */
  cores: Section[][];
  /** How many tables all instances have. */
  tables: number;
}

/** Follows the core modules of a component, and their instances. */
export class CoreLinker {
  readonly linked: Omit<Linked, 'run'> = {
    cores: [],
    instantiations: [],
    reallocs: [],
    tables: 0,
    isOwn: false,
  };
  private readonly types: ModuleTypes[] = [];
  private readonly sizes: number[] = [];
  private memories = 0;
  private bytesLeft: number;

  /** `fileBytes`: the size of the whole component. */
  constructor(fileBytes: number) {
    this.bytesLeft = MAX_GROWTH * fileBytes + MIN_BYTES;
  }

  /** Adds a module; returns its number. */
  addModule(content: Uint8Array): number {
    if (this.linked.cores.length === MAX_MODULES) throw unsupported(`more than ${MAX_MODULES} core modules`);
    this.spend(content.length);
    this.sizes.push(content.length);
    const core = [...sections(content, CORE_PREAMBLE)];
    this.types.push(moduleTypes(core));
    return this.linked.cores.push(core) - 1;
  }

  /** Reads an instance: of a module, or a list of exports. */
  readInstance(reader: BinaryReader, scope: Scope): CoreInstance {
    const form = reader.u8();
    if (form > 1) throw new Malformed();
    if (form === 1) {
      const listed = new Map<string, Source>();
      reader.list(() => {
        const name = reader.text();
        const kind = reader.u8();
        listed.set(`${kind} ${name}`, defined(scope.core[kind]?.[reader.u32()]));
      });
      return { get: (kind, name) => listed.get(`${kind} ${name}`) };
    }
    const module = defined(scope.modules[reader.u32()]);
    const args = new Map<string, CoreInstance>();
    reader.list(() => {
      const name = reader.text();
      if (reader.u8() !== INSTANCE_SORT) throw new Malformed();
      args.set(name, defined(scope.coreInstances[reader.u32()]));
    });
    return this.instantiate(module, args);
  }

  /** Checks the type of a core function that the host calls. */
  callable(source: Source, parameters: number, name: string): InstanceExport {
    if (source.kind === 'host') throw wrongType(name);
    const types = this.types[this.linked.instantiations[source.instance]!.module]!;
    if (!returnsI32(types.exports.get(source.name)?.signature, parameters)) throw wrongType(name);
    return source;
  }

  /** Takes the memory of the host's functions. There is one at most, by whatever name. */
  useMemory(memory: Source): void {
    if (memory.kind === 'instance') this.linked.memory ??= memory;
  }

  /** Takes a function that gives the host's functions memory; returns its number. */
  useRealloc(realloc: Source): number {
    const { reallocs } = this.linked;
    const { instance, name } = this.callable(realloc, 4, 'a realloc function');
    const known = reallocs.findIndex((other) => other.instance === instance && other.name === name);
    return known < 0 ? reallocs.push({ kind: 'instance', instance, name }) - 1 : known;
  }

  private spend(bytes: number): void {
    this.bytesLeft -= bytes;
    if (this.bytesLeft < 0) throw unsupported(`core modules that come to ${MAX_GROWTH} times its size`);
  }

  private instantiate(module: number, args: Map<string, CoreInstance>): CoreInstance {
    this.spend(this.sizes[module]!);
    const types = this.types[module]!;
    const imports = types.imports.map(({ module: from, name, kind, signature }) => {
      const source = defined(args.get(from)?.get(kind, name));
      if (source.kind === 'host' && !(signature && isOfIntegers(signature)))
        throw otherType(source.from, source.name);
      return { module: from, name, source };
    });
    this.linked.tables += types.tables;
    this.memories += types.memories;
    if (this.memories > 1) throw unlimited('several memories');
    const instance = this.linked.instantiations.push({ module, imports }) - 1;
    return {
      get: (kind, name) =>
        types.exports.get(name)?.kind === kind ? { kind: 'instance', instance, name } : undefined,
    };
  }
}
