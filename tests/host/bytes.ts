/** Builds small WebAssembly files byte by byte. */
import { OWN_SECTION } from '../../host/component/program.ts';

const PREAMBLE = [0x00, 0x61, 0x73, 0x6d];
const COMPONENT_VERSION = [0x0d, 0x00, 0x01, 0x00];
export const RUN = 'wasi:cli/run@0.2.0#run';

function leb128(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb128(Math.floor(value / 0x80))];
}

/** Returns the bytes of a section: id, size, content. */
export function section(id: number, content: ArrayLike<number>): number[] {
  return [id, ...leb128(content.length), ...Array.from(content)];
}

export function component(...sections: number[][]): Uint8Array {
  return Uint8Array.from([...PREAMBLE, ...COMPONENT_VERSION, ...sections.flat()]);
}

/** Returns a component that has only these core modules, as if `as-selectors build` had made it. */
export function componentOf(...modules: Uint8Array[]): Uint8Array {
  const mark = [OWN_SECTION.length, ...Buffer.from(OWN_SECTION)];
  return component(section(0, mark), ...modules.map((module) => section(1, module)));
}

export function withVersion(version: number[]): Uint8Array {
  return Uint8Array.from([...PREAMBLE, ...version]);
}

/** Renames the export `run` to the name that the component model asks for. */
const exportRun = {
  afterCompile(module: {
    removeExport(name: string): void;
    addFunctionExport(from: string, to: string): void;
  }) {
    module.removeExport('run');
    module.addFunctionExport('input/run', RUN);
  },
};

const REALLOC = `export function cabi_realloc(pointer: usize, old: usize, align: usize, bytes: usize): usize {
  return heap.alloc(bytes);
}`;

/** Compiles AssemblyScript to a core module; a function `run` in it becomes `wasi:cli/run@0.2.0#run`. */
export async function coreModule(source: string): Promise<Uint8Array> {
  const asc = await import('assemblyscript/asc');
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    ['input.ts', '--outFile', 'out.wasm', '--runtime', 'stub', '--use', 'abort='],
    {
      transforms: source.includes('function run(') ? [exportRun as never] : [],
      readFile: (name) => (name === 'input.ts' ? `${source}\n${REALLOC}` : null),
      writeFile: (_name, contents) => {
        if (typeof contents !== 'string') binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary) throw new Error(stderr.toString());
  return binary;
}
