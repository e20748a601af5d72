/** wasi:sockets/udp-create-socket. */
import type { Host, Interface } from './host.ts';
import { liftFamily } from './network.ts';
import { UdpSocket } from './udp-socket.ts';

export function udpCreateSocket(host: Host): Interface {
  const { memory, resources } = host;
  return {
    'create-udp-socket': (family: number, result: number) => {
      const socket = UdpSocket.create(host, liftFamily(family));
      if (typeof socket === 'number') return memory.storeOutcome(result, socket, 4);
      memory.storeOutcome(result, 0);
      memory.u32(result + 4, resources.add(socket));
    },
  };
}
