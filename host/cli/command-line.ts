/** Parses the command line of the Node host. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { DEMOS, type DemoName, isDemo } from '../demo/names.ts';
import { type EngineName, isEngineChoice } from '../engines/choose.ts';
import type { PermissionOptions } from '../options/options.ts';
import { nearest } from '../nearest.ts';
import { problemOf } from '../options/permissions.ts';
import {
  BUNDLED_NAMES,
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

/** Ends a message as a sentence. */
export function asSentence(problem: string): string {
  return problem.endsWith('?') ? problem : `${problem}.`;
}

/** What a command line asks for. */
export type Command =
  | { name: 'help'; about: 'all' | 'run' | 'demo' }
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
      /** What to say when a call is denied, or all has failed: a flag stands in the wrong place. */
      hint?: string;
    };

const COMMANDS = ['run', 'serve', 'build', 'demo', ...BUNDLED_NAMES];
const FIRST_FLAG = /^--(engine|allow-[a-z]+)(?==|$)/;

/** Parses the arguments that follow the program's name. Throws UsageError. */
export function readCommandLine(given: readonly string[], env: NodeJS.ProcessEnv = {}): Command {
  const { values, rest } = readGlobal(given);
  const { engine = 'auto', help, version } = values;
  if (!isEngineChoice(engine)) throw new UsageError(`--engine ${engine}: expected epoll, node-net or auto`);
  if (help) return { name: 'help', about: 'all' };
  if (version) return { name: 'version' };
  const [command, ...args] = rest;
  if (command === undefined) throw new UsageError('no command given');
  if (command === 'build') return { name: 'build', args };
  if (command === 'demo') return readDemo(args);
  if (command === 'run' || command === 'serve') return readRun(args, engine);
  if (!isBundled(command)) throw new UsageError(unknownCommand(command));
  const misplaced = misplacedFlag(args);
  if (misplaced !== undefined)
    throw new UsageError(
      misplaced === '--engine'
        ? `--engine goes before ${command}`
        : `${misplaced} is a flag of run, not of ${command}`,
    );
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

/** Reads what stands before the command. */
function readGlobal(given: readonly string[]) {
  try {
    return readLeading(given, GLOBAL_OPTIONS);
  } catch (error) {
    const { message } = error as UsageError;
    const [, name] = /^Unknown option '--([^']*)'$/.exec(message) ?? [];
    if (name === undefined) throw error;
    const place = Object.hasOwn(RUN_OPTIONS, name) ? 'of run follow it' : 'of a server follow its name';
    throw new UsageError(`${message}: options ${place}`);
  }
}

function unknownCommand(command: string): string {
  if (command.endsWith('.ts')) return howToBuild(command);
  const meant = command.endsWith('.wasm') ? `run ${command}` : nearest(command, COMMANDS);
  return `unknown command ${command}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

function howToBuild(source: string): string {
  return `${source} is a source: build it first, as-selectors build ${source}, and run ${source.slice(0, -2)}wasm`;
}

/** Returns the first argument that is a flag of ours, not of a component, or undefined. */
function misplacedFlag(args: readonly string[]): string | undefined {
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  const flags = own.flatMap((arg) => FIRST_FLAG.exec(arg)?.slice(0, 1) ?? []);
  return flags.find((flag) => flag === '--engine' || Object.hasOwn(RUN_OPTIONS, flag.slice(2)));
}

function readDemo(given: readonly string[]): Command {
  const { values, rest } = readLeading(given, { help: { type: 'boolean', short: 'h' } });
  if (values.help) return { name: 'help', about: 'demo' };
  const [name = 'terminal', ...others] = rest;
  const [unexpected] = isDemo(name) ? others : [name];
  if (unexpected === undefined && isDemo(name)) return { name: 'demo', demo: name };
  throw new UsageError(`unexpected argument ${unexpected}: demo takes one of ${DEMOS.join(', ')}`);
}

function readRun(given: readonly string[], engine: EngineName | 'auto'): Command {
  const { values, rest } = readLeading(given, RUN_OPTIONS);
  if (values.help) return { name: 'help', about: 'run' };
  const [file, ...args] = rest;
  if (!file) throw new UsageError('run needs a component file');
  if (file.endsWith('.ts')) throw new UsageError(howToBuild(file));
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
  const flag = misplacedFlag(args);
  return {
    name: 'serve',
    component,
    args,
    permissions,
    preopens,
    engine,
    ...(flag !== undefined && {
      hint: `${flag} follows the file, so that the component got it: it goes before`,
    }),
  };
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
    const [problem] = (error as Error).message.split(/\.\s/) as [string]; // Node's advice follows
    const [, unknown] = /^Unknown option '--(.+)'$/s.exec(problem) ?? [];
    const meant = unknown && nearest(unknown, Object.keys(config.options ?? {}));
    throw new UsageError(meant ? `${problem}; did you mean --${meant}?` : problem);
  }
}
