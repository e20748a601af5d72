/** From options to what is done: everything that can be wrong with them is found here, before anything is started. */
import { Writable } from 'node:stream';
import { type EngineName, isEngineChoice } from './engines/choose.ts';
import { OptionError } from './errors.ts';
import { type Label, labelOf } from './load.ts';
import type {
  Component,
  OneOrMore,
  PermissionOptions,
  RestartOptions,
  RunOptions,
  ServeOptions,
} from './options.ts';
import type { GuestSetup, OutputPlace } from './runner.ts';
import { DRAIN_MS } from './protocol.ts';
import { isShipped, listensOn } from './shipped.ts';
import { RuleError } from './wasi/access-rule.ts';
import { type Grants, Permissions, type Use } from './wasi/permissions.ts';

const MOST_WORKERS = 1024;
/** What a timer takes. */
const MOST_MS = 2 ** 31 - 1;
const ALL: Required<PermissionOptions> = { listen: '*', connect: '*', resolve: '*', env: '*' };

/** What the options come to. */
export interface Plan {
  label: Label;
  /** All but the module, which is not loaded yet, and the ports, which are not found yet. */
  setup: Omit<GuestSetup, 'module' | 'ports'>;
  streams: { stdout?: Writable; stderr?: Writable };
  engine: EngineName | 'auto';
  signal: AbortSignal | undefined;
  workers: number;
  isShared: boolean;
  restart: Required<RestartOptions> | undefined;
  drainMs: number;
}

/** Checks the options. Throws OptionError. */
export function planOf(component: Component, options: ServeOptions): Plan {
  const { args = [], env = {}, permissions = {}, limits = {}, signal, engine = 'auto', workers } = options;
  const listen = listOf('listen', options.listen);
  listen.forEach(checkListen);
  const told = isShipped(component) && options.listen !== undefined;
  const ownArgs = told ? listen.flatMap((address) => ['--listen', address]) : [];
  const isTold = args.some((arg) => arg === '--listen' || arg.startsWith('--listen='));
  if (isShipped(component) && !told && !isTold) listen.push(...listensOn(component, []));
  const given = permissions === 'all' ? ALL : permissions;
  const grants = grantsOf(given, listen);
  const label = checkedLabel(component);
  if (!isEngineChoice(engine))
    throw new OptionError('engine', `${String(engine)} is none of auto, epoll and node-net`);
  return {
    label,
    setup: {
      args: [label.program, ...ownArgs, ...args],
      env: { ...inherited(listOf('permissions.env', given.env)), ...env },
      grants,
      stdin: stdinOf(options.stdin),
      stdout: placeOf('stdout', options.stdout),
      stderr: placeOf('stderr', options.stderr),
      mostMemoryBytes: numberOf('limits.memoryBytes', limits.memoryBytes, Infinity, 65_536),
      mostConnections: numberOf('limits.connections', limits.connections, Infinity, 1),
    },
    streams: {
      ...(options.stdout instanceof Writable && { stdout: options.stdout }),
      ...(options.stderr instanceof Writable && { stderr: options.stderr }),
    },
    engine,
    signal,
    workers: numberOf('workers', workers, 1, 1, MOST_WORKERS),
    isShared: workers !== undefined,
    restart: restartOf(options.restart),
    drainMs: numberOf('limits.drainMs', limits.drainMs, DRAIN_MS, 0, MOST_MS),
  };
}

function checkedLabel(component: Component): Label {
  const isKnown =
    typeof component === 'string' ||
    component instanceof URL ||
    component instanceof Uint8Array ||
    component instanceof ArrayBuffer;
  if (!isKnown)
    throw new OptionError('component', 'expected a path, a file URL, bytes or the name of a server');
  try {
    return labelOf(component);
  } catch (error) {
    throw new OptionError('component', (error as Error).message);
  }
}

function listOf(option: string, value: OneOrMore | undefined): string[] {
  const list = value === undefined ? [] : typeof value === 'string' ? [value] : [...value];
  for (const item of list)
    if (typeof item !== 'string') throw new OptionError(option, `${String(item)} is no text`);
  return list;
}

/** Says what is wrong with a rule, if anything. */
export function problemOf(use: Use, text: string): string | undefined {
  try {
    void new Permissions({ listen: [], connect: [], resolve: [], [use]: [text] });
    return undefined;
  } catch (error) {
    if (error instanceof RuleError) return error.message;
    throw error;
  }
}

/** Throws OptionError unless it is one address that can be listened on. */
function checkListen(text: string): void {
  const problem = problemOf('listen', text);
  if (problem !== undefined) throw new OptionError('listen', `${text}: ${problem}`);
  if (text.includes('*') || text.includes('/'))
    throw new OptionError('listen', `${text}: expected one address and one port, 0 for any free one`);
}

function grantsOf(given: PermissionOptions, listen: readonly string[]): Grants {
  const grants: Grants = {
    listen: [...listen, ...listOf('permissions.listen', given.listen)],
    connect: listOf('permissions.connect', given.connect),
    resolve: listOf('permissions.resolve', given.resolve),
  };
  for (const use of ['listen', 'connect', 'resolve'] as const) {
    for (const text of grants[use]) {
      const problem = problemOf(use, text);
      if (problem !== undefined) throw new OptionError(`permissions.${use}`, `${text}: ${problem}`);
    }
  }
  return grants;
}

/** Gives those variables of the process that are named. */
function inherited(names: readonly string[]): Record<string, string> {
  const all = Object.entries(process.env) as [string, string][];
  return Object.fromEntries(all.filter(([name]) => names.includes(name) || names.includes('*')));
}

function stdinOf(value: RunOptions['stdin'] = 'ignore'): number {
  if (value === 'ignore') return -1;
  if (value === 'inherit') return 0;
  return numberOf('stdin', value, -1, 0);
}

function placeOf(option: 'stdout' | 'stderr', value: RunOptions['stdout'] = 'ignore'): OutputPlace {
  if (value === 'ignore') return -1;
  if (value === 'inherit') return option === 'stdout' ? 1 : 2;
  return value instanceof Writable ? 'report' : numberOf(option, value, -1, 0);
}

function restartOf(value: boolean | RestartOptions = false): Required<RestartOptions> | undefined {
  if (value === false) return undefined;
  const { minDelayMs, maxDelayMs } = value === true ? ({} as RestartOptions) : value;
  return {
    minDelayMs: numberOf('restart.minDelayMs', minDelayMs, 100, 1, MOST_MS),
    maxDelayMs: numberOf('restart.maxDelayMs', maxDelayMs, 30_000, 1, MOST_MS),
  };
}

function numberOf(
  option: string,
  value: number | undefined,
  byDefault: number,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number {
  if (value === undefined) return byDefault;
  if ((Number.isInteger(value) || value === Infinity) && value >= least && value <= Math.max(most, byDefault))
    return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
  throw new OptionError(option, `expected a whole number ${range}, not ${String(value)}`);
}
