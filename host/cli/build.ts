import { setFlagsFromString } from 'node:v8';
import { UsageError, readStrictly } from './command-line.ts';
import { printable } from '../printable.ts';
import { BuildError, type BuildProblem, build } from '../build/index.ts';
import type { WasiVersion } from '../build/wasi-version.ts';

const HELP = `as-selectors build: compiles a server of your own, written in AssemblyScript, to a component

  as-selectors build SERVER.ts [OPTIONS]

  -o, --output FILE   where it goes; else beside the source: SERVER.wasm, or SERVER.wasi-0.3.wasm
  --wasi 0.2|0.3      the version of WASI to build for: 0.2 (unless said) runs on every host, 0.3 on wasmtime 46 and later
  --debug             keeps the functions' names and optimizes nothing, so that a trap says where it was
  -h, --help          says this

The source exports \`run(): i32\`, and imports from 'as-selectors/assembly'. Needs the packages assemblyscript and
@bytecodealliance/jco. Exit codes: 0 built, 1 not built, 2 wrong command line.
`;
const OPTIONS = {
  output: { type: 'string', short: 'o' },
  wasi: { type: 'string' },
  debug: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;
const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;
/** What the command line alone is to blame for. */
const USAGE = new Set<BuildProblem>(['ERR_WASI_VERSION', 'ERR_NOT_A_SOURCE']);

function usage(problem: string): number {
  console.error(`as-selectors: ${printable(problem)}. See as-selectors build --help.`);
  return EXIT_USAGE;
}

function parse(args: string[]) {
  return readStrictly({ args, options: OPTIONS, allowPositionals: true });
}

/** Runs `as-selectors build` with its arguments; gives the exit code. */
export async function buildCommand(args: string[]): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    if (error instanceof UsageError) return usage(error.message);
    throw error;
  }
  const { values, positionals } = parsed;
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  const [source, ...others] = positionals;
  if (source === undefined) return usage('build needs a source file');
  if (others.length > 0)
    return usage(`build takes one source file, which imports the others: not ${others[0]}`);
  setFlagsFromString('--liftoff-only'); // binaryen ends before V8's optimized code of it would pay off
  try {
    const wasi = values.wasi as WasiVersion | undefined; // checked there
    const { file, bytes, warnings } = await build({ ...values, source, wasi });
    if (warnings) console.error(warnings);
    console.error(`built ${file}, ${(bytes / 1024).toFixed(1)} KiB, for WASI ${wasi ?? '0.2'}`);
    return 0;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    if (USAGE.has(error.code)) return usage(error.message);
    const lines = error.message.split('\n'); // the compiler's messages follow the first
    console.error(`as-selectors: ${lines.map((line) => printable(line, Infinity)).join('\n')}`);
    return EXIT_FAILURE;
  }
}
