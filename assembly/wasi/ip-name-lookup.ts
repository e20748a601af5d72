/**
 * wasi:sockets/ip-name-lookup@0.2.0.
 *
 * result<option<ip-address>, error-code>: +0 failed, +2 code or whether there is one, +4 which (0 IPv4, 1 IPv6), +6 four
 * octets or eight groups u16.
 */
import { theNetwork, Network } from './instance-network';
import { RESULT } from './memory';
import { IPV4, IPV6, IpSocketAddress, wideResult } from './network';
import { Pollable } from './poll';

/** A look-up of the host's; negative: an outcome. */
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
 * Starts to look a name up, without waiting.
 *
 * Returns the look-up, or INVALID_ARGUMENT (no name can be like that), ACCESS_DENIED or PERMANENT_RESOLVER_FAILURE (the host
 * does not permit it).
 */
export function startLookup(name: string): Lookup {
  const pointer = heap.alloc(name.length * 3); // UTF-8 takes at most three bytes for a UTF-16 unit
  const bytes = String.UTF8.encodeUnsafe(changetype<usize>(name), name.length, pointer);
  resolveAddresses(theNetwork(), pointer, bytes, RESULT);
  heap.free(pointer);
  const failed = wideResult();
  return failed != 0 ? failed : load<i32>(RESULT, 4);
}

/**
 * Stores the next address of the name, without waiting; the port stays.
 *
 * Returns 1 (stored), 0 (that were all), WOULD_BLOCK, NAME_UNRESOLVABLE, TEMPORARY_RESOLVER_FAILURE or
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

/** Gives a pollable that is ready when `nextAddress` has something to return. */
export function subscribeLookup(lookup: Lookup): Pollable {
  return subscribeImport(lookup);
}

/** Ends the look-up; its pollables went before. */
export function dropLookup(lookup: Lookup): void {
  dropImport(lookup);
}
