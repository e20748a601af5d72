/**
 * wasi:sockets/ip-name-lookup@0.3.0.
 *
 * result<list<ip-address>, error-code>: +0 failed, +4 pointer, +8 count; +4 error-code.
 * ip-address, 18 bytes: +0 family (0 IPv4, 1 IPv6); IPv4: +2 four octets; IPv6: +2 eight groups u16.
 */
import { IPV4, IPV6, IpSocketAddress } from '../abi/addresses';
import {
  ACCESS_DENIED,
  INVALID_ARGUMENT,
  NAME_UNRESOLVABLE,
  PERMANENT_RESOLVER_FAILURE,
  TEMPORARY_RESOLVER_FAILURE,
  UNKNOWN,
  WOULD_BLOCK,
} from '../abi/outcomes';
import { Source } from './async/source';
import { cancelSubtask, endSubtask, ownSubtask } from './async/subtasks';
import { pollEvents } from './async/waitables';
import { Pollable } from './poll';

/** A look-up: the pointer of a `Resolving`; negative: an outcome. */
export type Lookup = i32;

const RESULT_BYTES: usize = 20;
const ADDRESS_BYTES: usize = 18;
const OTHER: u8 = 5;


@external('wasi:sockets/ip-name-lookup@0.3.0', '[async-lower]resolve-addresses')
declare function resolveAddresses(name: usize, bytes: i32, result: usize): i32;


@unmanaged
class Resolving extends Source {
  subtask: i32 = 0;
  /** How many addresses `nextAddress` has stored. */
  stored: i32 = 0;
  result: usize = heap.alloc(RESULT_BYTES);

  constructor() {
    super(begin, finish);
  }
}

/** A look-up goes on by itself. */
function begin(source: Source): void {}

function finish(source: Source, subtask: i32, state: i32): void {
  if (!endSubtask(subtask, state)) return;
  changetype<Resolving>(source).subtask = 0;
  source.isPending = false;
  source.becomeReady();
}

/** Starts to look up a name, without waiting. Returns the look-up. */
export function startLookup(name: string): Lookup {
  const utf8 = String.UTF8.encode(name);
  const lookup = new Resolving();
  const status = resolveAddresses(changetype<usize>(utf8), utf8.byteLength, lookup.result);
  lookup.subtask = ownSubtask(status, lookup);
  lookup.isPending = lookup.subtask != 0;
  lookup.isReady = !lookup.isPending;
  return <i32>changetype<usize>(lookup);
}

function failureOf(result: usize): i32 {
  switch (load<u8>(result, 4)) {
    case 0:
      return ACCESS_DENIED;
    case 1:
      return INVALID_ARGUMENT;
    case 2:
      return NAME_UNRESOLVABLE;
    case 3:
      return TEMPORARY_RESOLVER_FAILURE;
    case 4:
      return PERMANENT_RESOLVER_FAILURE;
    default:
      return UNKNOWN;
  }
}

/**
 * Stores the next address of the name, without waiting; the port is left as it is.
 *
 * Returns 1 (stored), 0 (no more), WOULD_BLOCK, NAME_UNRESOLVABLE, TEMPORARY_RESOLVER_FAILURE, PERMANENT_RESOLVER_FAILURE,
 * INVALID_ARGUMENT (not a valid name), ACCESS_DENIED or UNKNOWN.
 */
export function nextAddress(lookup: Lookup, into: IpSocketAddress): i32 {
  const resolving = changetype<Resolving>(<usize>lookup);
  if (resolving.isPending) pollEvents();
  if (resolving.isPending) return WOULD_BLOCK;
  const result = resolving.result;
  if (load<u8>(result) != 0) return failureOf(result);
  if (resolving.stored == load<i32>(result, 8)) return 0;
  const at = load<usize>(result, 4) + <usize>resolving.stored * ADDRESS_BYTES;
  resolving.stored++;
  into.family = load<u8>(at) == 0 ? IPV4 : IPV6;
  into.flowInfo = into.scopeId = 0;
  for (let i = 0; i < 8; i++) {
    if (into.family == IPV6) into.parts[i] = load<u16>(at + (i << 1), 2);
    else into.parts[i] = i < 4 ? <u16>load<u8>(at + i, 2) : 0;
  }
  return 1;
}

/** Returns a pollable that is ready when `nextAddress` has something to return. */
export function subscribeLookup(lookup: Lookup): Pollable {
  return lookup;
}

/** Ends the look-up, finished or not. */
export function dropLookup(lookup: Lookup): void {
  const resolving = changetype<Resolving>(<usize>lookup);
  resolving.endWatch();
  cancelSubtask(resolving.subtask);
  const result = resolving.result;
  if (!resolving.isPending) {
    if (load<u8>(result) == 0) heap.free(load<usize>(result, 4));
    else if (load<u8>(result, 4) == OTHER && load<u8>(result, 8) != 0) heap.free(load<usize>(result, 12));
  }
  heap.free(result);
  heap.free(changetype<usize>(resolving));
}
