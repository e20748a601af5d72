/** Checks the options of `serve` and `run`, and fills in the defaults, before anything is started. */
import { Writable } from 'node:stream';
import { types } from 'node:util';
import { type EngineName, isEngineChoice } from '../engines/choose.ts';
import { OptionError } from '../errors.ts';
import { type Label, labelOf } from '../component/load.ts';
import {
  kindOf,
  readEnvironment,
  readMilliseconds,
  readNumber,
  readOptions,
  readStrings,
  reading,
} from './checks.ts';
import { resolveLimits } from './limits.ts';
import { listOf, problemOf, resolvePermissions } from './permissions.ts';
import { resolvePreopens } from './preopens.ts';
import type { Component, RestartOptions, RunOptions, ServeOptions } from './options.ts';
import type { GuestSetup, OutputPlace } from '../runners/runner.ts';
import { defaultListens, isBundled } from '../component/bundled.ts';

const MAX_WORKERS = 1024;
const MIN_DELAY_MS = 100;
const MAX_DELAY_MS = 30_000;
const MAX_DESCRIPTOR = 2 ** 31 - 1;
const OPTION_NAMES = [
  'args',
  'engine',
  'env',
  'limits',
  'listen',
  'permissions',
  'preopens',
  'restart',
  'signal',
  'stderr',
  'stdin',
  'stdout',
  'workers',
] as const;
const RESTART_NAMES = ['minDelayMs', 'maxDelayMs'] as const;

/** The options with their defaults, checked. */
export interface ResolvedOptions {
  label: Label;
  /** Without the module and the ports: those are not known yet. */
  setup: Omit<GuestSetup, 'program' | 'ports'>;
  streams: { stdout?: Writable; stderr?: Writable };
  engine: EngineName | 'auto';
  signal: AbortSignal | undefined;
  workers: number;
  isShared: boolean;
  restart: Required<RestartOptions> | undefined;
  graceMs: number;
  maxMemoryBytes: number;
}

/** Checks the options. Throws OptionError. */
export function resolveOptions(component: Component, given: ServeOptions): ResolvedOptions {
  const options = readOptions<ServeOptions, (typeof OPTION_NAMES)[number]>('options', given, OPTION_NAMES);
  const { engine = 'auto', signal, stdout, stderr, workers } = options;
  const label = checkedLabel(component);
  const args = readStrings('args', options.args);
  const listen = listOf('listen', options.listen);
  listen.forEach(checkListen);
  const ownArgs: string[] = [];
  if (isBundled(component)) {
    if (options.listen !== undefined) ownArgs.push(...listen.flatMap((address) => ['--listen', address]));
    listen.push(...defaultListens(component, [...args, ...ownArgs], {}));
  }
  const permissions = resolvePermissions(options.permissions, listen);
  if (!isEngineChoice(engine))
    throw new OptionError('engine', `expected auto, epoll or node-net, not ${kindOf(engine)}`);
  if (signal !== undefined && !reading('signal', () => signal instanceof AbortSignal))
    throw new OptionError('signal', `expected an AbortSignal, not ${kindOf(signal)}`);
  const guests = readNumber('workers', workers, 1, 1, MAX_WORKERS);
  const limits = resolveLimits(options.limits, guests);
  return {
    label,
    setup: {
      args: [label.program, ...ownArgs, ...args],
      env: {
        ...permissions.env,
        ...readEnvironment('env', options.env),
      },
      grants: permissions.grants,
      preopens: resolvePreopens(options.preopens),
      stdin: stdinOf(options.stdin),
      stdout: outputOf('stdout', stdout, 'ignore'),
      stderr: outputOf('stderr', stderr, 'inherit'),
      maxHandles: limits.handles,
      maxConnections: limits.connections,
      maxSockets: limits.sockets,
      maxLookups: limits.lookups,
      maxLingering: limits.lingering,
      lingerMs: limits.lingerMs,
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
    graceMs: limits.graceMs,
    maxMemoryBytes: limits.memoryBytes,
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
      throw new OptionError(
        'component',
        'expected a path, a file URL, bytes or the name of a bundled server',
      );
    try {
      return labelOf(component);
    } catch (error) {
      throw new OptionError('component', (error as Error).message);
    }
  });
}

/** Throws OptionError unless the text is one address that can be listened on. */
function checkListen(text: string): void {
  const problem = problemOf('listen', text);
  if (problem !== undefined) throw new OptionError('listen', `${text}: ${problem}`);
  if (text.includes('*') || text.includes('/'))
    throw new OptionError('listen', `${text}: expected one address and one port, 0 for any free one`);
}

function stdinOf(value: RunOptions['stdin'] = 'ignore'): number {
  if (value === 'ignore') return -1;
  if (value === 'inherit') return 0;
  return readNumber('stdin', value, -1, 0, MAX_DESCRIPTOR);
}

function outputOf(
  option: 'stdout' | 'stderr',
  given: RunOptions['stdout'],
  initial: 'ignore' | 'inherit',
): OutputPlace {
  const value = given === undefined ? initial : given;
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
    RESTART_NAMES,
  );
  const longest = readMilliseconds('restart.maxDelayMs', maxDelayMs, MAX_DELAY_MS, 1);
  const shortest = readMilliseconds('restart.minDelayMs', minDelayMs, Math.min(MIN_DELAY_MS, longest), 1);
  if (maxDelayMs !== undefined && longest < shortest)
    throw new OptionError('restart.maxDelayMs', `expected minDelayMs, ${shortest}, or more, not ${longest}`);
  return { minDelayMs: shortest, maxDelayMs: Math.max(shortest, longest) };
}
