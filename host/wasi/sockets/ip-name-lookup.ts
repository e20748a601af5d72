/**
 * wasi:sockets/ip-name-lookup.
 *
 * resolve-addresses' result<resolve-address-stream, error-code>: +0 failed, +4 stream or code
 * resolve-next-address' result<option<ip-address>, error-code>: +0 failed, +2 code or whether there is one, +4 case (0 IPv4,
 * 1 IPv6), +6 four octets or eight groups u16
 */
import { AddressStream } from './resolve-address-stream.ts';
import type { Host, Interface } from '../host.ts';
import type { IpAddress } from '../../net/ip-address.ts';
import type { GuestMemory } from '../abi.ts';
import { Network } from './network.ts';
import { addPollable } from '../io/poll.ts';
import { DONE, waiting } from '../suspend.ts';

export function ipNameLookup(host: Host): Interface {
  const { memory, resources } = host;
  const get = (self: number): AddressStream => resources.get(self, AddressStream);

  return {
    'resolve-addresses': (network: number, pointer: number, bytes: number, result: number) => {
      resources.get(network, Network);
      const stream = AddressStream.resolve(host, memory.string(pointer >>> 0, bytes >>> 0));
      if (typeof stream === 'number') return memory.storeOutcome(result, stream, 4);
      memory.storeOutcome(result, 0);
      memory.u32(result + 4, resources.add(stream));
    },
    '[method]resolve-address-stream.resolve-next-address': waiting(
      host.readiness,
      (isFirst, self: number, result: number) => {
        const stream = get(self);
        if (isFirst && !stream.isReady) return 0; // look once, so that a guest that never waits gets the answer too
        storeNext(memory, result, stream.next());
        return DONE;
      },
    ),
    '[method]resolve-address-stream.subscribe': (self: number) => addPollable(host, get(self).subscribe()),
    '[resource-drop]resolve-address-stream': (self: number) => resources.drop(self, AddressStream),
  };
}

function storeNext(memory: GuestMemory, result: number, next: IpAddress | undefined | number): void {
  memory.storeOutcome(result, typeof next === 'number' ? next : 0, 2);
  if (typeof next === 'number') return;
  memory.u8(result + 2, next === undefined ? 0 : 1);
  if (next === undefined) return;
  memory.u8(result + 4, next.family === 4 ? 0 : 1);
  next.parts.forEach((part, i) =>
    next.family === 4 ? memory.u8(result + 6 + i, part) : memory.u16(result + 6 + 2 * i, part),
  );
}
