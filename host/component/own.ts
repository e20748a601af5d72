/**
 * Links a component that `as-selectors build` made: its one core module does all the work, and imports the host's functions by the names
 * of their interfaces. The rest of the file connects it to its imports through a table; without that a call costs next to nothing.
 */
import type { Linked } from './core-linker.ts';
import { FUNCTION_KIND, MEMORY_KIND, isOfIntegers, moduleTypes, returnsI32 } from './module-types.ts';
import type { InstanceExport } from './program.ts';
import { forWasi03, notACommand, otherType, wrongType } from './refusals.ts';
import { CORE_MODULE_SECTION, CORE_PREAMBLE, type Section, sections } from './sections.ts';

const RUN = /^wasi:cli\/run@0\.2\.\d+#run$/;
const RUN_0_3 = /^wasi:cli\/run@0\.3\.\d+\S*#run$/;
const REALLOC = 'cabi_realloc';
const MEMORY = 'memory';

/** Finds the core module that is a command. Throws ComponentError, Malformed. */
export function linkOwn(bytes: Uint8Array): Linked {
  for (const { id, content } of sections(bytes)) {
    const linked = id === CORE_MODULE_SECTION && linkModule([...sections(content, CORE_PREAMBLE)]);
    if (linked) return linked;
  }
  throw notACommand([]);
}

function ofModule(name: string): InstanceExport {
  return { kind: 'instance', instance: 0, name };
}

function linkModule(core: Section[]): Linked | undefined {
  const { imports, exports, tables } = moduleTypes(core);
  const names = [...exports.keys()];
  if (names.some((name) => RUN_0_3.test(name))) throw forWasi03();
  const run = names.find((name) => RUN.test(name));
  const hasParts = exports.get(REALLOC)?.kind === FUNCTION_KIND && exports.get(MEMORY)?.kind === MEMORY_KIND;
  if (run === undefined || exports.get(run)?.kind !== FUNCTION_KIND || !hasParts) return undefined;
  if (!returnsI32(exports.get(run)?.signature, 0)) throw wrongType(run);
  if (!returnsI32(exports.get(REALLOC)?.signature, 4)) throw wrongType(REALLOC);
  for (const { module, name, signature } of imports)
    if (!(signature && isOfIntegers(signature))) throw otherType(module, name);
  const sources = imports.map(({ module, name }) => ({
    module,
    name,
    source: { kind: 'host', from: module, name, realloc: 0 } as const,
  }));
  return {
    cores: [core],
    instantiations: [{ module: 0, imports: sources }],
    memory: ofModule(MEMORY),
    reallocs: [ofModule(REALLOC)],
    run: ofModule(run),
    tables,
    isOwn: true,
  };
}
