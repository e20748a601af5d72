import { BuildError } from './build-error.ts';
import type { Binaryen } from './tools.ts';

/** The modules of imports that a component can have: WASI's, and the built-ins of WASI 0.3. */
const OF_COMPONENTS = /^(?:wasi:|\[export\]wasi:|\$root$)/;

/** What is used here of asc's `Program`. */
interface Program {
  elementsByName: Map<string, { declaration?: Declaration }>;
}

interface Declaration {
  range: { source: { normalizedPath: string; lineAt(position: number): number }; start: number };
}

/** A compiler transform: throws BuildError where a program declares an import that no host has, and says where. */
export function knownImports(binaryen: Binaryen): {
  afterInitialize(program: unknown): void;
  afterCompile(module: InstanceType<Binaryen['Module']>): void;
} {
  let elements: Program['elementsByName'];
  return {
    afterInitialize(program) {
      elements = (program as Program).elementsByName;
    },
    afterCompile(module) {
      const functions = Array.from({ length: module.getNumFunctions() }, (_, i) =>
        binaryen.getFunctionInfo(module.getFunctionByIndex(i)),
      );
      const globals = Array.from({ length: module.getNumGlobals() }, (_, i) =>
        binaryen.getGlobalInfo(module.getGlobalByIndex(i)),
      );
      for (const { name, module: from, base } of [...functions, ...globals]) {
        if (!from || OF_COMPONENTS.test(from)) continue;
        const range = elements.get(name)?.declaration?.range;
        const path = range?.source.normalizedPath ?? '~lib/';
        const place = path.startsWith('~lib/') ? '' : `${path}:${range!.source.lineAt(range!.start)}: `;
        throw new BuildError(
          'ERR_COMPONENT',
          `${place}no host has ${base} of ${from}: only WASI can be imported`,
        );
      }
    },
  };
}
