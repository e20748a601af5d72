/**
 * The options of tcp-socket and udp-socket.
 *
 * A getter's result<T, error-code>: +0 failed, then the value or code, at +1 if T is bool or u8, at +4 if it is u32, at +8 if u64.
 */
import type { Engine, EngineSocket, SocketOption } from '../../engines/engine.ts';
import { failure } from '../../engines/outcome.ts';
import type { Host, Interface } from '../host.ts';

const NS_PER_S = 1e9;
const MAX_VALUE = 2 ** 31 - 1;

/** The type of an option's value; durations are u64, in nanoseconds. */
type Kind = 'bool' | 'u8' | 'u32' | 'u64' | 'duration';
const VALUE_AT = { bool: 1, u8: 1, u32: 4, u64: 8, duration: 8 };

/** An option: its WIT name, the engine's name, and the type of its value. */
export type OptionRow = readonly [name: string, option: SocketOption, kind: Kind];

/** The options of a tcp-socket, except for the backlog. */
export const TCP_OPTIONS: readonly OptionRow[] = [
  ['keep-alive-enabled', 'keepAlive', 'bool'],
  ['keep-alive-idle-time', 'keepAliveIdleSeconds', 'duration'],
  ['keep-alive-interval', 'keepAliveIntervalSeconds', 'duration'],
  ['keep-alive-count', 'keepAliveCount', 'u32'],
  ['hop-limit', 'hopLimit', 'u8'],
  ['receive-buffer-size', 'receiveBufferBytes', 'u64'],
  ['send-buffer-size', 'sendBufferBytes', 'u64'],
];

/** The options of a udp-socket. */
export const UDP_OPTIONS: readonly OptionRow[] = [
  ['unicast-hop-limit', 'hopLimit', 'u8'],
  ['receive-buffer-size', 'receiveBufferBytes', 'u64'],
  ['send-buffer-size', 'sendBufferBytes', 'u64'],
];

/** Reads an option: its value in the guest's unit, or why not, below 0. `socket`: an outcome if the options can't be read. */
export function readOption(
  engine: Engine,
  socket: EngineSocket | number,
  [, option, kind]: OptionRow,
): number {
  if (typeof socket === 'number') return socket;
  const outcome = engine.getOption(socket, option);
  return outcome >= 0 && kind === 'duration' ? outcome * NS_PER_S : outcome;
}

/** Sets an option; returns 0 or why not. `given`: the value in the guest's unit; a u64 is a bigint, which may be signed. */
export function applyOption(
  engine: Engine,
  socket: EngineSocket | number,
  [, option, kind]: OptionRow,
  given: number | bigint,
): number {
  const value = lift(given, kind);
  if (value === 0 && kind !== 'bool') return failure('invalid-argument');
  return typeof socket === 'number' ? socket : engine.setOption(socket, option, value);
}

/** Makes the getters and setters of a resource's options. `find`: gives the socket of a handle, or why its options can't be used. */
export function optionFunctions(
  { engine, memory }: Host,
  find: (self: number) => EngineSocket | number,
  resource: string,
  rows: readonly OptionRow[],
): Interface {
  const functions: Interface = {};
  for (const row of rows) {
    const [name, , kind] = row;
    const at = VALUE_AT[kind];
    functions[`[method]${resource}.${name}`] = (self: number, result: number) => {
      const outcome = readOption(engine, find(self), row);
      memory.storeOutcome(result, outcome, at);
      if (outcome < 0) return;
      if (at === 8) memory.u64(result + at, outcome);
      else if (at === 4) memory.u32(result + at, outcome);
      else memory.u8(result + at, outcome);
    };
    functions[`[method]${resource}.set-${name}`] = (self: number, given: number | bigint, result: number) =>
      memory.storeOutcome(result, applyOption(engine, find(self), row, given));
  }
  return functions;
}

/** Makes the engine's value of the guest's. Durations become seconds, rounded up. */
function lift(given: number | bigint, kind: Kind): number {
  if (kind === 'bool') return given === 0 ? 0 : 1;
  if (kind === 'u8') return Number(given) & 0xff;
  const value = typeof given === 'bigint' ? Number(BigInt.asUintN(64, given)) : given >>> 0;
  return Math.min(kind === 'duration' ? Math.ceil(value / NS_PER_S) : value, MAX_VALUE);
}
