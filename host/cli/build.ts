import { setFlagsFromString } from 'node:v8';
import { UsageError, asSentence, readStrictly } from './command-line.ts';
import { printable } from '../printable.ts';
import { BuildError, type BuildProblem, build } from '../build/index.ts';
import type { WasiVersion } from '../build/wasi-version.ts';

const HELP = `as-selectors build: compiles a server of your own, written in AssemblyScript, to a component

  as-selectors build SERVER.ts [OPTIONS]

  -o, --output FILE   the component to write; by default SERVER.wasm or SERVER.wasi-0.3.wasm, beside the source
  --wasi 0.2|0.3      the version of WASI to build for: 0.2, the default, runs on every host; 0.3 on wasmtime 46 and later
  --embed DIR         compile the files of a folder in, which \`embeddedFiles()\` of the program has
  --transform NAME    apply a transform of the compiler, such as json-as/transform; may be repeated
  --debug             keep the functions' names and do not optimize, so that a trap says where it was
  -h, --help          print this

The source exports \`run(): i32\`, and imports from 'as-selectors/assembly'. Needs the packages assemblyscript and
@bytecodealliance/jco. Exit codes: 0 built, 1 not built, 2 wrong command line.
`;
const OPTIONS = {
  output: { type: 'string', short: 'o' },
  wasi: { type: 'string' },
  embed: { type: 'string' },
  transform: { type: 'string', multiple: true },
  debug: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;
const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;
/** Problems with the command line itself: exit code 2. */
const USAGE_PROBLEMS = new Set<BuildProblem>(['ERR_WASI_VERSION', 'ERR_NOT_A_SOURCE']);

function usage(problem: string): number {
  console.error(`as-selectors: ${asSentence(printable(problem))} See as-selectors build --help.`);
  return EXIT_USAGE;
}

function parse(args: string[]) {
  return readStrictly({ args, options: OPTIONS, allowPositionals: true });
}

/** Runs `as-selectors build` with its arguments; returns the exit code. */
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
    return usage(`unexpected argument ${others[0]}: build takes one source file, which imports the others`);
  setFlagsFromString('--liftoff-only'); // binaryen is done before optimized code for it would pay off
  try {
    const wasi = values.wasi as WasiVersion | undefined; // `build` checks it
    const { output, embed, debug, transform: transforms } = values;
    const { file, bytes, warnings } = await build({ source, output, wasi, embed, debug, transforms });
    if (warnings) console.error(warnings);
    console.error(`built ${file}, ${(bytes / 1024).toFixed(1)} KiB, for WASI ${wasi ?? '0.2'}`);
    return 0;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    if (USAGE_PROBLEMS.has(error.code)) return usage(error.message);
    const lines = error.message.split('\n'); // the compiler's messages follow the first line
    console.error(`as-selectors: ${lines.map((line) => printable(line, Infinity)).join('\n')}`);
    return EXIT_FAILURE;
  }
}
