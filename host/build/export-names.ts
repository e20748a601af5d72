import { BuildError } from './build-error.ts';
import type { Binaryen } from './tools.ts';

/**
 * A compiler transform: gives the core module the export name that the component model asks for, which AssemblyScript can't spell.
 *
 * The exported `run` of the entry file `source` becomes `run`; the transform throws BuildError where there is none.
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
      module.removeExport('run');
      module.addFunctionExport(value, run);
    },
  };
}
