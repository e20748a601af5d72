import { BuildError } from './build-error.ts';
import type { Binaryen } from './tools.ts';

/**
 * A compiler transform: gives an export the name that the component model asks for, which AssemblyScript's syntax can't express.
 *
 * The export `run` of the entry file `source` gets the name in the parameter `run`. Throws BuildError where there is no such export.
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
