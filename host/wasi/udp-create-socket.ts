/** wasi:sockets/udp-create-socket. */
import type { Host, Interface } from './host.ts';
import { UdpSocket } from './udp-socket.ts';

export function udpCreateSocket({ engine, memory, resources, readiness, permissions }: Host): Interface {
  return {
    'create-udp-socket': (family: number, result: number) => {
      const opened = engine.openUdp(family === 0 ? 4 : 6);
      if (typeof opened === 'number') return memory.storeOutcome(result, opened, 4);
      memory.storeOutcome(result, 0);
      memory.u32(result + 4, resources.add(new UdpSocket(engine, readiness, opened, permissions)));
    },
  };
}
