/** wasi:sockets/tcp-create-socket. */
import type { Host, Interface } from './host.ts';
import { liftFamily } from './network.ts';
import { TcpSocket } from './tcp-socket.ts';

export function tcpCreateSocket(host: Host): Interface {
  const { memory, resources } = host;
  return {
    'create-tcp-socket': (family: number, result: number) => {
      const socket = TcpSocket.create(host, liftFamily(family));
      if (typeof socket === 'number') return memory.storeOutcome(result, socket, 4);
      memory.storeOutcome(result, 0);
      memory.u32(result + 4, resources.add(socket));
    },
  };
}
