/**
 * wasi:sockets/udp.
 *
 * stream's result<tuple<incoming, outgoing>, error-code>: +0 failed, +4 incoming or code, +8 outgoing
 * receive's result<list<incoming-datagram>, error-code>: +0 failed, +4 pointer or code, +8 length
 * result<u64, error-code> of check-send and send: +0 failed, +8 count or code
 */
import type { Host, Interface } from '../host.ts';
import { addPollable } from '../io/poll.ts';
import { Trap } from '../resources.ts';
import { liftAddress, liftFamily, Network, storeAddress } from './network.ts';
import { optionFunctions, UDP_OPTIONS } from './socket-options.ts';
import { Arrivals, sendAll } from './udp-datagrams.ts';
import { IncomingDatagrams, OutgoingDatagrams, UdpSocket } from './udp-socket.ts';

export function udp(host: Host): Interface {
  const { engine, memory, resources } = host;
  const get = (self: number): UdpSocket => resources.get(self, UdpSocket);
  let arrivals: Arrivals | undefined;

  const storeCount = (result: number, outcome: number): void => {
    memory.storeOutcome(result, outcome, 8);
    if (outcome >= 0) memory.u64(result + 8, outcome);
  };

  return {
    '[method]udp-socket.start-bind': (self: number, network: number, which: number, ...rest: number[]) => {
      resources.get(network, Network);
      const result = rest.pop()!;
      memory.storeOutcome(result, get(self).startBind(liftAddress(which, rest)));
    },
    '[method]udp-socket.finish-bind': (self: number, result: number) =>
      memory.storeOutcome(result, get(self).finishBind()),
    '[method]udp-socket.stream': (self: number, isConnected: number, which: number, ...rest: number[]) => {
      const result = rest.pop()!;
      if (isConnected >>> 0 > 1) throw new Trap(`${isConnected} is not an option`);
      const pair = get(self).stream(isConnected === 0 ? undefined : liftAddress(which, rest));
      if (typeof pair === 'number') return memory.storeOutcome(result, pair, 4);
      memory.storeOutcome(result, 0);
      memory.u32(result + 4, resources.add(pair.incoming));
      memory.u32(result + 8, resources.add(pair.outgoing));
    },
    '[method]udp-socket.local-address': (self: number, result: number) =>
      storeAddress(memory, result, get(self).localAddress()),
    '[method]udp-socket.remote-address': (self: number, result: number) =>
      storeAddress(memory, result, get(self).remoteAddress()),
    '[method]udp-socket.address-family': (self: number) => (get(self).socket.family === 4 ? 0 : 1),
    ...optionFunctions(host, (self) => get(self).socket, 'udp-socket', UDP_OPTIONS),
    '[method]udp-socket.subscribe': (self: number) => addPollable(host, get(self).subscribe()),
    '[resource-drop]udp-socket': (self: number) => resources.drop(self, UdpSocket),

    '[method]incoming-datagram-stream.receive': (self: number, maxResults: bigint, result: number) => {
      const stream = resources.get(self, IncomingDatagrams);
      arrivals ??= new Arrivals(engine);
      const outcome = arrivals.receive(stream, Number(BigInt.asUintN(64, maxResults)));
      memory.storeOutcome(result, outcome, 4);
      if (outcome >= 0) arrivals.store(memory, result + 4);
    },
    '[method]incoming-datagram-stream.subscribe': (self: number) =>
      addPollable(host, resources.get(self, IncomingDatagrams).subscribe()),
    '[resource-drop]incoming-datagram-stream': (self: number) => resources.drop(self, IncomingDatagrams),

    '[method]outgoing-datagram-stream.check-send': (self: number, result: number) =>
      storeCount(result, resources.get(self, OutgoingDatagrams).checkSend()),
    '[method]outgoing-datagram-stream.send': (self: number, list: number, count: number, result: number) => {
      memory.refresh();
      const stream = resources.get(self, OutgoingDatagrams);
      storeCount(result, sendAll(stream, memory, list >>> 0, count >>> 0));
    },
    '[method]outgoing-datagram-stream.subscribe': (self: number) =>
      addPollable(host, resources.get(self, OutgoingDatagrams).subscribe()),
    '[resource-drop]outgoing-datagram-stream': (self: number) => resources.drop(self, OutgoingDatagrams),
  };
}

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
