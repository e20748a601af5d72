/**
 * The options of tcp and udp sockets.
 *
 * A getter's result<T, error-code> has value and code at +1 where T is bool or u8, at +4 for u32, at +8 for u64.
 */
import type { EngineSocket, SocketOption } from '../engines/engine.ts';
import { failure } from '../engines/outcome.ts';
import type { Host, Lowered } from './host.ts';

const NS_PER_S = 1e9;
const MOST = 2 ** 31 - 1;

/** How an option's value looks to the guest. */
type Kind = 'bool' | 'u8' | 'u32' | 'u64' | 'duration';
const VALUE_AT = { bool: 1, u8: 1, u32: 4, u64: 8, duration: 8 };

/** Finds the socket of a handle, or why it has no options. */
export type FindSocket = (self: number) => EngineSocket | number;

/** Makes getter and setter of an option by its WIT name, of a resource. */
export function optionFunctions(
  { engine, memory }: Host,
  find: FindSocket,
  resource: string,
  name: string,
  option: SocketOption,
  kind: Kind,
): Record<string, Lowered> {
  const at = VALUE_AT[kind];

  const get = (self: number, result: number): void => {
    const socket = find(self);
    const outcome = typeof socket === 'number' ? socket : engine.getOption(socket, option);
    memory.storeOutcome(result, outcome, at);
    if (outcome < 0) return;
    if (kind === 'duration') memory.u64(result + at, outcome * NS_PER_S);
    else if (kind === 'u64') memory.u64(result + at, outcome);
    else if (kind === 'u32') memory.u32(result + at, outcome);
    else memory.u8(result + at, outcome);
  };

  const set = (self: number, given: number | bigint, result: number): void => {
    const socket = find(self);
    const value = lift(given, kind);
    let outcome = typeof socket === 'number' ? socket : failure('invalid-argument');
    if (typeof socket !== 'number' && (value > 0 || kind === 'bool'))
      outcome = engine.setOption(socket, option, value);
    memory.storeOutcome(result, outcome);
  };

  return { [`[method]${resource}.${name}`]: get, [`[method]${resource}.set-${name}`]: set };
}

/** Makes a number that the engine takes; times become seconds, rounded up. */
function lift(given: number | bigint, kind: Kind): number {
  if (kind === 'bool') return given === 0 ? 0 : 1;
  if (kind === 'u8') return Number(given) & 0xff;
  const value = typeof given === 'bigint' ? Number(BigInt.asUintN(64, given)) : given >>> 0;
  return Math.min(kind === 'duration' ? Math.ceil(value / NS_PER_S) : value, MOST);
}
