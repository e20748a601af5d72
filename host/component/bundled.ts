/** The servers that come with the package. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** The address that each listens on by default. */
const BUNDLED = {
  echo: 'localhost:9001',
  'blocking-echo': 'localhost:9000',
  lines: 'localhost:9002',
  'udp-echo': 'localhost:9003',
  proxy: 'localhost:9003',
  chat: 'localhost:9004',
  http: 'localhost:9005',
} as const;
/** Where the page of the chat is by default. */
const CHAT_PAGE = 'localhost:9008';

/** The name of a server that comes with the package. */
export type BundledServer = keyof typeof BUNDLED;

/** The names of all bundled servers. */
export const BUNDLED_NAMES = Object.keys(BUNDLED) as BundledServer[];

/** Tells whether a server of that name comes with the package. */
export function isBundled(name: unknown): name is BundledServer {
  return typeof name === 'string' && Object.hasOwn(BUNDLED, name);
}

/** Returns the component file of a bundled server. */
export function bundledFile(name: BundledServer): string {
  return fileURLToPath(new URL(`../../${name}.wasm`, import.meta.url));
}

/** Returns the addresses that a server listens on as it is not told others. */
export function defaultListens(
  name: BundledServer,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): string[] {
  const isTold = (...options: string[]): boolean =>
    options.some((option) => listOf(option, args, env).length > 0);
  const listens: string[] = isTold('listen', 'listen-websocket') ? [] : [BUNDLED[name]];
  if (name === 'chat' && !isTold('listen-http')) listens.push(CHAT_PAGE);
  return listens;
}

/** The beginning of the names of variables that set options: AS_SELECTORS_LISTEN is `--listen`. */
const PREFIX = 'AS_SELECTORS_';

/** Returns the variables that set a server's options. */
export function optionVariables(env: NodeJS.ProcessEnv): string[] {
  return Object.keys(env).filter((name) => name.startsWith(PREFIX));
}

/** Returns the addresses that a server is told to listen on, as they are written. The server itself reports mistakes in them. */
export function namedListens(args: readonly string[], env: NodeJS.ProcessEnv): string[] {
  return ['listen', 'listen-websocket', 'listen-http'].flatMap((option) => listOf(option, args, env));
}

/** Returns the addresses that a server is told to connect to, as they are written; undefined: it connects to none. */
export function namedConnects(
  name: BundledServer,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): string[] | undefined {
  if (name === 'proxy') return listOf('upstream', args, env);
  return name === 'chat' ? listOf('nats', args, env) : undefined;
}

/** Returns the addresses that a server is told to have its admin server at, as they are written. */
export function namedAdmins(args: readonly string[], env: NodeJS.ProcessEnv): string[] {
  return listOf('admin', args, env);
}

/** Returns the folders that a server is told to serve. */
export function namedRoots(args: readonly string[], env: NodeJS.ProcessEnv): string[] {
  const named = valuesOf('root', args);
  return named.length > 0 ? named : [env[`${PREFIX}ROOT`] ?? []].flat();
}

/** Returns the values of an option, which may be several between commas; where the command line has none, those of the environment. */
function listOf(option: string, args: readonly string[], env: NodeJS.ProcessEnv): string[] {
  const values = valuesOf(option, args);
  const variable = env[PREFIX + option.toUpperCase().replaceAll('-', '_')];
  return (values.length > 0 ? values : [variable ?? []].flat()).flatMap((text) => text.split(','));
}

function valuesOf(option: string, args: readonly string[]): string[] {
  const options = { [option]: { type: 'string', multiple: true } } as const;
  const { values } = parseArgs({ args: [...args], options, strict: false });
  return [values[option] ?? []].flat().filter((text) => typeof text === 'string');
}
