/**
 * wasi:sockets/ip-name-lookup@0.2.0.
 *
 * result<option<ip-address>, error-code>: +0 failed, +2 code or 1 (an address follows), +4 family (0 IPv4, 1 IPv6),
 * +6 four octets or eight groups u16.
 */
import { IPV4, IPV6, IpSocketAddress } from '../abi/addresses';
import { RESULT } from '../abi/memory';
import { MAX_UTF8_BYTES } from '../abi/text';
import { Network, getNetwork, wideResult } from './network';
import { Pollable } from './poll';

/** The handle of a `resolve-address-stream`; negative: an outcome. */
export type Lookup = i32;

// resolve-addresses: func(borrow<network>, string) -> result<own<resolve-address-stream>, error-code>
@external('wasi:sockets/ip-name-lookup@0.2.0', 'resolve-addresses')
declare function resolveAddresses(network: Network, pointer: usize, bytes: usize, result: usize): void;


@external('wasi:sockets/ip-name-lookup@0.2.0', '[method]resolve-address-stream.resolve-next-address')
declare function resolveNextAddress(self: Lookup, result: usize): void;


@external('wasi:sockets/ip-name-lookup@0.2.0', '[method]resolve-address-stream.subscribe')
declare function subscribeImport(self: Lookup): Pollable;


@external('wasi:sockets/ip-name-lookup@0.2.0', '[resource-drop]resolve-address-stream')
declare function dropImport(self: Lookup): void;

/**
 * Starts to look up a name, without waiting.
 *
 * Returns the look-up, or INVALID_ARGUMENT (not a valid name), ACCESS_DENIED or PERMANENT_RESOLVER_FAILURE (the host does
 * not permit it).
 */
export function startLookup(name: string): Lookup {
  const pointer = heap.alloc(name.length * MAX_UTF8_BYTES);
  const bytes = String.UTF8.encodeUnsafe(changetype<usize>(name), name.length, pointer);
  resolveAddresses(getNetwork(), pointer, bytes, RESULT);
  heap.free(pointer);
  const failed = wideResult();
  return failed != 0 ? failed : load<i32>(RESULT, 4);
}

/**
 * Stores the next address of the name, without waiting; the port is left as it is.
 *
 * Returns 1 (stored), 0 (no more), WOULD_BLOCK, NAME_UNRESOLVABLE, TEMPORARY_RESOLVER_FAILURE or
 * PERMANENT_RESOLVER_FAILURE.
 */
export function nextAddress(lookup: Lookup, into: IpSocketAddress): i32 {
  resolveNextAddress(lookup, RESULT);
  const second = <i32>load<u8>(RESULT, 2);
  if (load<u8>(RESULT) != 0) return -1 - second;
  if (second == 0) return 0;
  const isIpv6 = load<u8>(RESULT, 4) != 0;
  into.family = isIpv6 ? IPV6 : IPV4;
  into.flowInfo = 0;
  into.scopeId = 0;
  for (let i = 0; i < 8; i++) {
    if (isIpv6) into.parts[i] = load<u16>(RESULT + (i << 1), 6);
    else into.parts[i] = i < 4 ? <u16>load<u8>(RESULT + i, 6) : 0;
  }
  return 1;
}

/** Makes a pollable that is ready when `nextAddress` has something to return. */
export function subscribeLookup(lookup: Lookup): Pollable {
  return subscribeImport(lookup);
}

/** Ends the look-up, after its pollables. */
export function dropLookup(lookup: Lookup): void {
  dropImport(lookup);
}
