import { readFileSync, readdirSync } from 'node:fs';

/** A quarter of what is left to the process stays for the program around its guests, and so many descriptors at least and at most. */
const MIN_RESERVE = 8;
const MAX_RESERVE = 1024;
const MIN_SOCKETS = 4;

/** Gives how many sockets each of so many guests may have, so that the process still has descriptors left. Infinity: nobody knows. */
export function socketsPerGuest(guests: number): number {
  try {
    const [, limit] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))!;
    const left = Number(limit) - readdirSync('/proc/self/fd').length;
    const reserve = Math.min(Math.max(left >> 2, MIN_RESERVE), MAX_RESERVE);
    return Math.max(Math.floor((left - reserve) / guests), MIN_SOCKETS);
  } catch {
    return Infinity; // no Linux, or no limit
  }
}
