/** From options to what is done: everything that can be wrong with them is found here, before anything is started. */
import { Writable } from 'node:stream';
import { types } from 'node:util';
import { type EngineName, isEngineChoice } from '../engines/choose.ts';
import { OptionError } from '../errors.ts';
import { socketsPerGuest } from './file-limit.ts';
import { type Label, labelOf } from '../component/load.ts';
import {
  checkVariable,
  kindOf,
  readEnvironment,
  readMilliseconds,
  readNumber,
  readOptions,
  readTexts,
  reading,
} from './checks.ts';
import type {
  Component,
  LimitOptions,
  OneOrMore,
  PermissionOptions,
  RestartOptions,
  RunOptions,
  ServeOptions,
} from './options.ts';
import { DEFAULT_MEMORY_BYTES, MAX_MEMORY_BYTES } from '../component/module-limits.ts';
import type { GuestSetup, OutputPlace } from '../runners/runner.ts';
import { DRAIN_MS, MAX_LOOKUPS } from '../runners/worker-protocol.ts';
import { defaultListen, isBundled, namedListens } from '../component/bundled.ts';
import { RuleError } from '../permissions/access-rule.ts';
import { LINGER_MS, MAX_LINGERING } from '../wasi/sockets/lingering.ts';
import { type Grants, Permissions, type Use } from '../permissions/permissions.ts';
import { DEFAULT_HANDLES, MAX_HANDLES } from '../wasi/resources.ts';

const MAX_WORKERS = 1024;
const MIN_DELAY_MS = 100;
const MAX_DELAY_MS = 30_000;
const MAX_DESCRIPTOR = 2 ** 31 - 1;
/** Each call of a guest may be held against all of them. */
const MAX_RULES = 10_000;
const OPTIONS = [
  'args',
  'engine',
  'env',
  'limits',
  'listen',
  'permissions',
  'restart',
  'signal',
  'stderr',
  'stdin',
  'stdout',
  'workers',
] as const;
const LIMITS = [
  'connections',
  'sockets',
  'lookups',
  'lingering',
  'lingerMs',
  'memoryBytes',
  'handles',
  'graceMs',
] as const;
const PERMISSIONS = ['listen', 'connect', 'resolve', 'env'] as const;
const RESTART = ['minDelayMs', 'maxDelayMs'] as const;
const ALL: Required<PermissionOptions> = { listen: '*', connect: '*', resolve: '*', env: '*' };

/** What the options come to. */
export interface ResolvedOptions {
  label: Label;
  /** All but the module, which is not loaded yet, and the ports, which are not found yet. */
  setup: Omit<GuestSetup, 'module' | 'ports'>;
  streams: { stdout?: Writable; stderr?: Writable };
  engine: EngineName | 'auto';
  signal: AbortSignal | undefined;
  workers: number;
  isShared: boolean;
  restart: Required<RestartOptions> | undefined;
  graceMs: number;
  /** The most that the memory of a guest may have. */
  maxMemoryBytes: number;
}

/** Checks the options. Throws OptionError. */
export function resolveOptions(component: Component, given: ServeOptions): ResolvedOptions {
  const options = readOptions<ServeOptions, (typeof OPTIONS)[number]>('options', given, OPTIONS);
  const { engine = 'auto', signal, stdout, stderr, workers } = options;
  const label = checkedLabel(component);
  const args = readTexts('args', options.args);
  const listen = listOf('listen', options.listen);
  listen.forEach(checkListen);
  const ownArgs: string[] = [];
  if (isBundled(component)) {
    if (options.listen !== undefined) ownArgs.push(...listen.flatMap((address) => ['--listen', address]));
    else if (namedListens(args).length === 0) listen.push(defaultListen(component));
  }
  const permissions = permissionsOf(options.permissions);
  const limits = readOptions<LimitOptions, keyof LimitOptions>('limits', options.limits, LIMITS);
  if (!isEngineChoice(engine))
    throw new OptionError('engine', `${kindOf(engine)} is none of auto, epoll and node-net`);
  if (signal !== undefined && !reading('signal', () => signal instanceof AbortSignal))
    throw new OptionError('signal', `expected an AbortSignal, not ${kindOf(signal)}`);
  const guests = readNumber('workers', workers, 1, 1, MAX_WORKERS);
  return {
    label,
    setup: {
      args: [label.program, ...ownArgs, ...args],
      env: {
        ...inherited(listOf('permissions.env', permissions.env)),
        ...readEnvironment('env', options.env),
      },
      grants: grantsOf(permissions, listen),
      stdin: stdinOf(options.stdin),
      stdout: placeOf('stdout', stdout, 'ignore'),
      stderr: placeOf('stderr', stderr, 'inherit'),
      maxHandles: readNumber('limits.handles', limits.handles, DEFAULT_HANDLES, 1, MAX_HANDLES),
      maxConnections: readNumber('limits.connections', limits.connections, Infinity, 1),
      maxSockets: readNumber('limits.sockets', limits.sockets, socketsPerGuest(guests), 1),
      maxLookups: readNumber('limits.lookups', limits.lookups, MAX_LOOKUPS, 1),
      maxLingering: readNumber('limits.lingering', limits.lingering, MAX_LINGERING, 0),
      lingerMs: readMilliseconds('limits.lingerMs', limits.lingerMs, LINGER_MS),
    },
    streams: {
      ...(stdout instanceof Writable && { stdout }),
      ...(stderr instanceof Writable && { stderr }),
    },
    engine,
    signal,
    workers: guests,
    isShared: workers !== undefined,
    restart: restartOf(options.restart),
    graceMs: readMilliseconds('limits.graceMs', limits.graceMs, DRAIN_MS),
    maxMemoryBytes: readNumber(
      'limits.memoryBytes',
      limits.memoryBytes,
      DEFAULT_MEMORY_BYTES,
      65_536,
      MAX_MEMORY_BYTES,
    ),
  };
}

function checkedLabel(component: Component): Label {
  return reading('component', () => {
    const isKnown =
      typeof component === 'string' ||
      types.isUint8Array(component) ||
      types.isArrayBuffer(component) ||
      component instanceof URL;
    if (!isKnown)
      throw new OptionError('component', 'expected a path, a file URL, bytes or the name of a server');
    try {
      return labelOf(component);
    } catch (error) {
      throw new OptionError('component', (error as Error).message);
    }
  });
}

function listOf(option: string, value: OneOrMore | undefined): string[] {
  return readTexts(option, typeof value === 'string' ? [value] : value);
}

function permissionsOf(value: ServeOptions['permissions']): PermissionOptions {
  if (value === 'all') return ALL;
  return readOptions<PermissionOptions, keyof PermissionOptions>('permissions', value, PERMISSIONS);
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
    if (grants[use].length > MAX_RULES)
      throw new OptionError(
        `permissions.${use}`,
        `expected ${MAX_RULES} rules at most, not ${grants[use].length}`,
      );
    for (const text of grants[use]) {
      const problem = problemOf(use, text);
      if (problem !== undefined) throw new OptionError(`permissions.${use}`, `${text}: ${problem}`);
    }
  }
  return grants;
}

/** Gives those variables of the process that are named. */
function inherited(names: readonly string[]): Record<string, string> {
  const wanted = new Set(names);
  for (const name of wanted) checkVariable('permissions.env', name);
  const all = Object.entries(process.env) as [string, string][];
  return Object.fromEntries(all.filter(([name]) => wanted.has(name) || wanted.has('*')));
}

function stdinOf(value: RunOptions['stdin'] = 'ignore'): number {
  if (value === 'ignore') return -1;
  if (value === 'inherit') return 0;
  return readNumber('stdin', value, -1, 0, MAX_DESCRIPTOR);
}

function placeOf(
  option: 'stdout' | 'stderr',
  given: RunOptions['stdout'],
  byDefault: 'ignore' | 'inherit',
): OutputPlace {
  const value = given === undefined ? byDefault : given;
  if (value === 'ignore') return -1;
  if (value === 'inherit') return option === 'stdout' ? 1 : 2;
  if (reading(option, () => value instanceof Writable)) return 'report';
  return readNumber(option, value, -1, 0, MAX_DESCRIPTOR);
}

function restartOf(value: boolean | RestartOptions = false): Required<RestartOptions> | undefined {
  if (value === false) return undefined;
  const given = value === true ? {} : value;
  const { minDelayMs, maxDelayMs } = readOptions<RestartOptions, keyof RestartOptions>(
    'restart',
    given,
    RESTART,
  );
  const longest = readMilliseconds('restart.maxDelayMs', maxDelayMs, MAX_DELAY_MS, 1);
  const shortest = readMilliseconds('restart.minDelayMs', minDelayMs, Math.min(MIN_DELAY_MS, longest), 1);
  if (maxDelayMs !== undefined && longest < shortest)
    throw new OptionError('restart.maxDelayMs', `expected minDelayMs, ${shortest}, or more, not ${longest}`);
  return { minDelayMs: shortest, maxDelayMs: Math.max(shortest, longest) };
}
