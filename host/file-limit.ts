import { readFileSync, readdirSync } from 'node:fs';

/** A quarter of what is left to the process stays for the program around its guests, and so many descriptors at least and at most. */
const LEAST_RESERVE = 8;
const MOST_RESERVE = 1024;
const LEAST_SOCKETS = 4;

/** Gives how many sockets each of so many guests may have, so that the process still has descriptors left. Infinity: nobody knows. */
export function socketsPerGuest(guests: number): number {
  try {
    const [, limit] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))!;
    const left = Number(limit) - readdirSync('/proc/self/fd').length;
    const reserve = Math.min(Math.max(left >> 2, LEAST_RESERVE), MOST_RESERVE);
    return Math.max(Math.floor((left - reserve) / guests), LEAST_SOCKETS);
  } catch {
    return Infinity; // no Linux, or no limit
  }
}
