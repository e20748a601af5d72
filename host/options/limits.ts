/** The bounds of a guest: checks `limits`, and fills in the defaults. */
import { readFileSync, readdirSync } from 'node:fs';
import { DEFAULT_MEMORY_BYTES, MAX_MEMORY_BYTES } from '../component/module-limits.ts';
import { DRAIN_MS, MAX_LOOKUPS } from '../runners/worker-protocol.ts';
import { DEFAULT_HANDLES, MAX_HANDLES } from '../wasi/resources.ts';
import { LINGER_MS, MAX_LINGERING } from '../wasi/sockets/lingering.ts';
import { readMilliseconds, readNumber, readOptions } from './checks.ts';
import type { LimitOptions } from './options.ts';

const NAMES = [
  'connections',
  'sockets',
  'lookups',
  'lingering',
  'lingerMs',
  'memoryBytes',
  'handles',
  'graceMs',
] as const;
/** A quarter of the descriptors left to the process is reserved for the program around its guests, between these two numbers. */
const MIN_RESERVE = 8;
const MAX_RESERVE = 1024;
const MIN_SOCKETS = 4;
const PAGE_BYTES = 65_536;

/** The bounds of a guest, with their defaults. */
export type ResolvedLimits = Required<LimitOptions>;

/** Checks the bounds of each of `guests` guests. Throws OptionError. */
export function resolveLimits(value: unknown, guests: number): ResolvedLimits {
  const given = readOptions<LimitOptions, keyof LimitOptions>('limits', value, NAMES);
  const number = (name: keyof LimitOptions, initial: number, min: number, max?: number): number =>
    readNumber(`limits.${name}`, given[name], initial, min, max);
  return {
    connections: number('connections', Infinity, 1),
    sockets: number('sockets', socketsPerGuest(guests), 1),
    lookups: number('lookups', MAX_LOOKUPS, 1),
    lingering: number('lingering', MAX_LINGERING, 0),
    lingerMs: readMilliseconds('limits.lingerMs', given.lingerMs, LINGER_MS),
    memoryBytes: number('memoryBytes', DEFAULT_MEMORY_BYTES, PAGE_BYTES, MAX_MEMORY_BYTES),
    handles: number('handles', DEFAULT_HANDLES, 1, MAX_HANDLES),
    graceMs: readMilliseconds('limits.graceMs', given.graceMs, DRAIN_MS),
  };
}

/** Returns how many sockets each guest may have so that the process has descriptors left; Infinity where its limit is unknown. */
function socketsPerGuest(guests: number): number {
  try {
    const [, limit] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))!;
    const left = Number(limit) - readdirSync('/proc/self/fd').length;
    const reserve = Math.min(Math.max(left >> 2, MIN_RESERVE), MAX_RESERVE);
    return Math.max(Math.floor((left - reserve) / guests), MIN_SOCKETS);
  } catch {
    return Infinity; // no Linux, or no limit
  }
}
