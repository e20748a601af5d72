/**
 * Writes the documentation of what the package exports, from the doc comments, into dist/docs: `assembly` for servers, `host` for
 * Node programs.
 *
 * `npm run docs`. An export or a public member without a doc comment is an error.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application, LogLevel, Logger, type TypeDocOptions } from 'typedoc';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Types by which AssemblyScript's are kept apart: TypeScript shows a mere other name, like `i32` for `number`, as what it stands for. */
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
  excludeExternals: true, // what is inherited from Node is documented there
  sort: ['source-order'],
  validation: { notDocumented: true, notExported: false, invalidLink: true },
};

/** The documented parts of the package: the folder in dist/docs and what is particular to it. */
export const PARTS: Record<string, Partial<TypeDocOptions>> = {
  assembly: {
    name: 'as-selectors/assembly',
    entryPoints: ['assembly/index.ts'],
    tsconfig: 'assembly/tsconfig.json',
    compilerOptions: { typeRoots: [join(root, TYPES)] },
    skipErrorChecking: true, // AssemblyScript: TypeScript reads it, but has no decorators on functions
    navigationLinks: { 'in Node': '../host/index.html' },
  },
  host: {
    name: 'as-selectors',
    entryPoints: ['host/index.ts', 'host/build/index.ts'],
    tsconfig: 'host/tsconfig.json',
    navigationLinks: { 'in a server': '../assembly/index.html' },
  },
};

/** Keeps what TypeDoc complains about. */
class Complaints extends Logger {
  readonly lines: string[] = [];

  override log(message: string, level: LogLevel): void {
    if (level >= LogLevel.Warn) this.lines.push(message);
  }
}

/** Reads a part's exports and says what is wrong; writes their documentation to a folder below the top if one is given. */
export async function documentPart(part: string, folder?: string): Promise<string[]> {
  writeTypes();
  const { entryPoints, tsconfig, ...options } = PARTS[part]!;
  const app = await Application.bootstrap({
    ...COMMON,
    ...options,
    entryPoints: (entryPoints as string[]).map((path) => join(root, path)),
    tsconfig: join(root, tsconfig as string),
  });
  const complaints = new Complaints();
  app.logger = complaints;
  const project = await app.convert();
  if (project) {
    app.validate(project);
    if (folder !== undefined) await app.generateDocs(project, join(root, folder));
  }
  return complaints.lines;
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
