/** wasi:sockets/network, instance-network and ip-name-lookup for jco's code. */
import { errorCodeName } from '../engines/outcome.ts';
import { AddressStream } from '../wasi/sockets/resolve-address-stream.ts';
import { Network as HostNetwork } from '../wasi/sockets/network.ts';
import { Handle } from './handle.ts';
import { type Error, Pollable } from './io.ts';
import { type ErrorCode, type IpAddress, ipAddress, present, succeed } from './values.ts';
import type { FindWorld } from './world.ts';

/** wasi:sockets/network `network`. */
export class Network extends Handle<HostNetwork> {}

/** wasi:sockets/network. */
export const network = {
  Network,
  /** `err`: an instance of this package's class, though jco's types declare another. */
  networkErrorCode(err: object): ErrorCode | undefined {
    const outcome = (err as Error).networkOutcome;
    return outcome === undefined ? undefined : errorCodeName(outcome);
  },
};

/** Makes wasi:sockets/instance-network. */
export function makeInstanceNetwork(world: FindWorld) {
  return { instanceNetwork: (): Network => Network.of(world(), new HostNetwork()) };
}

/** wasi:sockets/ip-name-lookup `resolve-address-stream`. */
export class ResolveAddressStream extends Handle<AddressStream> {
  /** Returns the next address, or undefined after the last; throws an error code. */
  resolveNextAddress(): IpAddress | undefined {
    const next = this.resource.next();
    if (typeof next === 'number') succeed(next);
    return typeof next === 'object' ? ipAddress(next.family, next.parts) : undefined;
  }

  subscribe(): Pollable {
    return Pollable.subscribe(this.world, this.resource.subscribe());
  }
}

/** Makes wasi:sockets/ip-name-lookup. */
export function makeIpNameLookup(world: FindWorld) {
  return {
    ResolveAddressStream,
    resolveAddresses(_network: object, name: string): ResolveAddressStream {
      const own = world();
      return ResolveAddressStream.of(own, present(AddressStream.resolve(own, name)));
    },
  };
}
