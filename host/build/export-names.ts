import { BuildError } from './build-error.ts';
import type { Binaryen } from './tools.ts';

/** The export that runs the code outside functions: with asc's option `exportStart` that does not run by itself. */
export const START = '__start';
/** The export that unpacks the program's data; see assembly/wasi/abi/packed-data.ts. */
const UNPACK = '__unpack';
/** The export that makes an exit code of what `run` returns; see assembly/wasi/finish.ts. */
const FINISH = '__finish';

/**
 * A compiler transform: gives an export the name that the component model asks for, which AssemblyScript's syntax can't express.
 *
 * The export `run` of the entry file `source` gets the name in the parameter `run`. It first unpacks the data, and runs the code outside functions: by then, and
 * not when the module is instantiated, the host can be called. Throws BuildError where there is no such export.
 */
export function exportNames(
  binaryen: Binaryen,
  source: string,
  run: string,
): { afterCompile(module: InstanceType<Binaryen['Module']>): void } {
  return {
    afterCompile(module) {
      const found = module.getExport('run');
      const { kind, value } = found ? binaryen.getExportInfo(found) : { kind: undefined, value: '' };
      const isFunction = kind === binaryen.ExternalFunction;
      const type = isFunction ? binaryen.getFunctionInfo(module.getFunction(value)) : undefined;
      if (type?.params !== binaryen.none || type.results !== binaryen.i32) {
        throw new BuildError('ERR_NO_RUN', `${source} must export function run(): i32, which is the server`);
      }
      const functionOf = (name: string): string => binaryen.getExportInfo(module.getExport(name)).value;
      const { none, i32 } = binaryen;
      const code = module.call(functionOf(FINISH), [module.call(value, [], i32)], i32);
      const [unpacks, starts] = [UNPACK, START].map((name) => module.call(functionOf(name), [], none));
      const body = module.block(null, [unpacks!, starts!, code], i32);
      module.addFunction(run, none, i32, [], body);
      for (const name of ['run', UNPACK, START, FINISH]) module.removeExport(name);
      module.addFunctionExport(run, run);
    },
  };
}
