/** What of binaryen's module the transform uses. */
interface Module {
  removeExport(name: string): void;
  addFunctionExport(internalName: string, name: string): void;
}

/**
 * A compiler transform: gives the core module the export name that the component model asks for, which AssemblyScript can't spell.
 *
 * `entry` is the entry file's path below the base folder, without ending; its exported `run` becomes `run`.
 */
export function exportNames(entry: string, run: string): { afterCompile(module: Module): void } {
  return {
    afterCompile(module) {
      module.removeExport('run');
      module.addFunctionExport(`${entry}/run`, run);
    },
  };
}
