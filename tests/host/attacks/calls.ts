/** The host's functions, called without a guest. */
import * as assert from 'uvu/assert';
import { GuestMemory } from '../../../host/wasi/abi.ts';
import { INTERFACES } from '../../../host/wasi/index.ts';
import { Trap } from '../../../host/wasi/resources.ts';
import { fakeGuest, testHost } from '../hosts.ts';

export type Calls = Record<string, (...args: (number | bigint)[]) => number>;

/** All functions of the host, on one page of memory. */
export function calls(guest = fakeGuest()): { calls: Calls; memory: GuestMemory } {
  const host = testHost(['guest', 'an argument']);
  host.memory.attach(guest);
  const functions = Object.values(INTERFACES).map((make) => make(host));
  return { calls: Object.assign({}, ...functions) as Calls, memory: host.memory };
}

/** Gives the message of the trap that a call ends in. */
export function trapOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    assert.instance(error, Trap, String((error as Error).stack));
    return (error as Trap).message;
  }
  throw new Error('did not trap');
}
