/** Parses the command line of the Node host. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { DEMOS, type DemoName, isDemo } from '../demo/names.ts';
import { type EngineName, isEngineChoice } from '../engines/choose.ts';
import type { PermissionOptions } from '../options/options.ts';
import { problemOf } from '../options/permissions.ts';
import {
  defaultListens,
  isBundled,
  namedAdmins,
  namedConnects,
  namedListens,
  namedRoots,
  optionVariables,
} from '../component/bundled.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** The options before the command. */
const GLOBAL_OPTIONS = {
  engine: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const satisfies Options;
/** The options between `run` and the file. */
const RUN_OPTIONS = {
  'allow-listen': { type: 'string', multiple: true },
  'allow-connect': { type: 'string', multiple: true },
  'allow-resolve': { type: 'string', multiple: true },
  'allow-env': { type: 'string', multiple: true },
  'allow-read': { type: 'string', multiple: true },
  'allow-all': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies Options;

/** The command line is wrong; the message says why. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** What a command line asks for. */
export type Command =
  | { name: 'help' }
  | { name: 'version' }
  | { name: 'build'; args: string[] }
  | { name: 'demo'; demo: DemoName }
  | {
      name: 'serve';
      component: string;
      args: string[];
      permissions: PermissionOptions | 'all';
      /** The folders that the guest may read, by its names of them. */
      preopens: Record<string, string>;
      engine: EngineName | 'auto';
    };

/** Parses the arguments that follow the program's name. Throws UsageError. */
export function readCommandLine(given: readonly string[], env: NodeJS.ProcessEnv = {}): Command {
  const { values, rest } = readLeading(given, GLOBAL_OPTIONS);
  const { engine = 'auto', help, version } = values;
  if (!isEngineChoice(engine)) throw new UsageError(`--engine ${engine}: expected epoll, node-net or auto`);
  if (help) return { name: 'help' };
  if (version) return { name: 'version' };
  const [command, ...args] = rest;
  if (command === undefined) throw new UsageError('no command given');
  if (command === 'build') return { name: 'build', args };
  if (command === 'demo') return { name: 'demo', demo: readDemo(args) };
  if (command === 'run') return readRun(args, engine);
  if (!isBundled(command)) throw new UsageError(`unknown command ${command}`);
  // The guest itself reports addresses that it can't parse.
  const places = [...namedListens(args, env), ...namedAdmins(args, env)];
  const listen = places.filter((text) => problemOf('listen', text) === undefined);
  listen.push(...defaultListens(command, args, env));
  const preopens = bySameName(namedRoots(args, env));
  const variables = optionVariables(env);
  const permissions: PermissionOptions = variables.length > 0 ? { listen, env: variables } : { listen };
  const connect = namedConnects(command, args, env);
  if (connect) permissions.connect = connect.filter((text) => problemOf('connect', text) === undefined);
  return { name: 'serve', component: command, args, permissions, preopens, engine };
}

function readDemo([name = 'terminal', ...others]: readonly string[]): DemoName {
  const [unexpected] = isDemo(name) ? others : [name];
  if (unexpected === undefined && isDemo(name)) return name;
  throw new UsageError(`unexpected argument ${unexpected}: demo takes one of ${DEMOS.join(', ')}`);
}

function readRun(given: readonly string[], engine: EngineName | 'auto'): Command {
  const { values, rest } = readLeading(given, RUN_OPTIONS);
  if (values.help) return { name: 'help' };
  const [file, ...args] = rest;
  if (!file) throw new UsageError('run needs a component file');
  const listOf = (flag: Exclude<keyof typeof RUN_OPTIONS, 'allow-all' | 'help'>): string[] =>
    (values[flag] ?? []).flatMap((text) => text.split(','));
  const permissions = values['allow-all']
    ? 'all'
    : {
        listen: listOf('allow-listen'),
        connect: listOf('allow-connect'),
        resolve: listOf('allow-resolve'),
        env: listOf('allow-env'),
      };
  const preopens = bySameName(listOf('allow-read'));
  const component = isBundled(file) ? `./${file}` : file;
  return { name: 'serve', component, args, permissions, preopens, engine };
}

/** The guest knows the folders by the names that the command line has for them. */
function bySameName(folders: readonly string[]): Record<string, string> {
  return Object.fromEntries(folders.map((folder) => [folder, folder]));
}

/** Parses the options before the first argument that is not an option; leaves the rest as it is. Throws UsageError. */
function readLeading<T extends Options>(given: readonly string[], options: T) {
  const args = [...given];
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  const first = tokens.find(({ kind }) => kind === 'positional')?.index ?? args.length;
  const { values } = readStrictly({ args: args.slice(0, first), options });
  return { values, rest: args.slice(first) };
}

/** Calls `parseArgs` of `node:util`. Throws UsageError where that throws. */
export function readStrictly<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const [problem] = (error as Error).message.split(/\.\s/); // Node's advice follows
    throw new UsageError(problem);
  }
}
