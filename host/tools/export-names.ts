import { Transform } from 'assemblyscript/transform';

type Module = Parameters<Transform['afterCompile']>[0];

/**
 * Gives the core module the export name that the component model asks for: AssemblyScript can't spell it.
 *
 * The entry file is one server; its exported `run` becomes `wasi:cli/run@0.2.0#run`.
 */
export class ExportNames extends Transform {
  /** `entry` is the entry file's path below the base folder, without its ending. */
  constructor(private readonly entry: string) {
    super();
  }

  override afterCompile(module: Module): void {
    module.removeExport('run');
    module.addFunctionExport(`${this.entry}/run`, 'wasi:cli/run@0.2.0#run');
  }
}
