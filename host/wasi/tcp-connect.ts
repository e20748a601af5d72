/**
 * The connecting part of wasi:sockets/tcp.
 *
 * finish-connect's result<tuple<input-stream, output-stream>, error-code>: +0 failed, +4 input or code, +8 output.
 */
import type { Address } from '../engines/engine.ts';
import { INVALID_STATE, WOULD_BLOCK, failure } from '../engines/outcome.ts';
import { isOfFamily, isRemote, isUnicast } from './address-rules.ts';
import type { Host, Interface } from './host.ts';
import { Network, liftAddress } from './network.ts';
import { PERMIT_ALL } from './permissions.ts';
import { TcpSocket } from './tcp-socket.ts';

/** Makes the functions of tcp-socket that connect. */
export function tcpConnect({ engine, memory, resources, permissions = PERMIT_ALL }: Host): Interface {
  /** Whatever the system says of it is told by `finish-connect`. */
  const start = (tcp: TcpSocket, address: Address): number => {
    if (tcp.isBusy) return failure('concurrency-conflict');
    if (tcp.state !== 'new' && tcp.state !== 'bound') return INVALID_STATE;
    if (!isOfFamily(address, tcp.socket.family) || !isUnicast(address) || !isRemote(address))
      return failure('invalid-argument');
    if (!permissions.mayConnect(address)) {
      permissions.denied('connect', address);
      return failure('access-denied');
    }
    tcp.connectOutcome = engine.connect(tcp.socket, address);
    tcp.state = 'connecting';
    tcp.subject.changed();
    return 0;
  };

  const finish = (tcp: TcpSocket): number => {
    if (tcp.state !== 'connecting') return failure('not-in-progress');
    if (tcp.connectOutcome === WOULD_BLOCK) tcp.connectOutcome = engine.finishConnect(tcp.socket);
    if (tcp.connectOutcome < 0 && tcp.connectOutcome !== WOULD_BLOCK) tcp.state = 'closed';
    return tcp.connectOutcome;
  };

  return {
    '[method]tcp-socket.start-connect': (self: number, network: number, which: number, ...rest: number[]) => {
      resources.get(network, Network);
      const result = rest.pop()!;
      memory.storeOutcome(result, start(resources.get(self, TcpSocket), liftAddress(which, rest)));
    },
    '[method]tcp-socket.finish-connect': (self: number, result: number) => {
      const tcp = resources.get(self, TcpSocket);
      const outcome = finish(tcp);
      memory.storeOutcome(result, outcome, 4);
      if (outcome < 0) return;
      const { input, output } = tcp.open();
      memory.u32(result + 4, resources.add(input));
      memory.u32(result + 8, resources.add(output));
    },
  };
}
