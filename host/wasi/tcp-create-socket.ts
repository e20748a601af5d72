/** wasi:sockets/tcp-create-socket. */
import type { Host, Interface } from './host.ts';
import { TcpSocket } from './tcp-socket.ts';

export function tcpCreateSocket({ engine, memory, resources, readiness }: Host): Interface {
  return {
    'create-tcp-socket': (family: number, result: number) => {
      const opened = engine.openTcp(family === 0 ? 4 : 6);
      if (typeof opened === 'number') return memory.storeOutcome(result, opened, 4);
      memory.storeOutcome(result, 0);
      memory.u32(result + 4, resources.add(new TcpSocket(engine, readiness, opened)));
    },
  };
}
