/**
 * Writes the reference of the package's exports, from their doc comments, into dist/docs: `assembly` for servers, `host` for Node
 * programs.
 *
 * `npm run docs`. An export or a public member without a doc comment is an error.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application, LogLevel, Logger, type TypeDocOptions } from 'typedoc';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where AssemblyScript's types are declared as distinct ones: TypeScript shows an alias, such as `i32` of `number`, as `number`. */
const TYPES = 'dist/types';

function writeTypes(): void {
  const declarations = readFileSync(
    join(root, 'node_modules/assemblyscript/std/assembly/index.d.ts'),
    'utf8',
  );
  mkdirSync(join(root, TYPES, 'assembly'), { recursive: true });
  const distinct = declarations.replaceAll(/^(declare type [a-z]+\d* = number);/gm, '$1 & {};');
  writeFileSync(join(root, TYPES, 'assembly/index.d.ts'), distinct);
}

const COMMON: Partial<TypeDocOptions> = {
  readme: 'none',
  disableGit: true,
  disableSources: true,
  excludePrivate: true,
  excludeProtected: true,
  excludeInternal: true,
  excludeExternals: true, // Node documents what is inherited from it
  sort: ['source-order'],
  validation: { notDocumented: true, notExported: false, invalidLink: true },
};

/** TypeDoc's options for each documented part of the package, by its folder in dist/docs. */
export const PARTS: Record<string, Partial<TypeDocOptions>> = {
  assembly: {
    name: 'as-selectors/assembly',
    entryPoints: ['assembly/index.ts'],
    tsconfig: 'assembly/tsconfig.json',
    compilerOptions: { typeRoots: [join(root, TYPES)] },
    skipErrorChecking: true, // TypeScript can parse AssemblyScript, but refuses decorators on functions
    navigationLinks: { 'in Node': '../host/index.html' },
  },
  host: {
    name: 'as-selectors',
    entryPoints: ['host/index.ts', 'host/build/index.ts'],
    tsconfig: 'host/tsconfig.json',
    navigationLinks: { 'in a server': '../assembly/index.html' },
  },
};

/** Collects TypeDoc's warnings and errors. */
class Problems extends Logger {
  readonly lines: string[] = [];

  override log(message: string, level: LogLevel): void {
    if (level >= LogLevel.Warn) this.lines.push(message);
  }
}

/** Checks the doc comments of a part's exports and returns the problems; writes the reference if a folder below the top is given. */
export async function documentPart(part: string, folder?: string): Promise<string[]> {
  writeTypes();
  const { entryPoints, tsconfig, ...options } = PARTS[part]!;
  const app = await Application.bootstrap({
    ...COMMON,
    ...options,
    entryPoints: (entryPoints as string[]).map((path) => join(root, path)),
    tsconfig: join(root, tsconfig as string),
  });
  const problems = new Problems();
  app.logger = problems;
  const project = await app.convert();
  if (project) {
    app.validate(project);
    if (folder !== undefined) await app.generateDocs(project, join(root, folder));
  }
  return problems.lines;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const part of Object.keys(PARTS)) {
    for (const line of await documentPart(part, `dist/docs/${part}`)) {
      console.error(line);
      process.exitCode = 1;
    }
    console.error(`wrote dist/docs/${part}/index.html`);
  }
}
