/**
 * wasi:sockets/tcp.
 *
 * accept's result<tuple<tcp-socket, input-stream, output-stream>, error-code>: +0 failed, +4 socket or code, +8 input, +12 output
 * finish-connect's result<tuple<input-stream, output-stream>, error-code>: +0 failed, +4 input or code, +8 output
 */
import type { Host, Interface } from '../host.ts';
import { addPollable } from '../io/poll.ts';
import { Trap } from '../resources.ts';
import { liftAddress, liftFamily, Network, storeAddress } from './network.ts';
import { optionFunctions, TCP_OPTIONS } from './socket-options.ts';
import { TcpSocket } from './tcp-socket.ts';

export function tcp(host: Host): Interface {
  const { memory, resources } = host;
  const get = (self: number): TcpSocket => resources.get(self, TcpSocket);

  /** Adds the streams of a connection, and stores their handles at `at`. */
  const storeStreams = (socket: TcpSocket, at: number): void => {
    const { input, output } = socket.open();
    memory.u32(at, resources.add(input));
    memory.u32(at + 4, resources.add(output));
  };

  return {
    '[method]tcp-socket.start-bind': (self: number, network: number, which: number, ...rest: number[]) => {
      resources.get(network, Network);
      const result = rest.pop()!;
      memory.storeOutcome(result, get(self).startBind(liftAddress(which, rest)));
    },
    '[method]tcp-socket.finish-bind': (self: number, result: number) =>
      memory.storeOutcome(result, get(self).finishBind()),
    '[method]tcp-socket.start-connect': (self: number, network: number, which: number, ...rest: number[]) => {
      resources.get(network, Network);
      const result = rest.pop()!;
      memory.storeOutcome(result, get(self).startConnect(liftAddress(which, rest)));
    },
    '[method]tcp-socket.finish-connect': (self: number, result: number) => {
      const socket = get(self);
      const outcome = socket.finishConnect();
      memory.storeOutcome(result, outcome, 4);
      if (outcome >= 0) storeStreams(socket, result + 4);
    },
    '[method]tcp-socket.start-listen': (self: number, result: number) =>
      memory.storeOutcome(result, get(self).startListen()),
    '[method]tcp-socket.finish-listen': (self: number, result: number) =>
      memory.storeOutcome(result, get(self).finishListen()),
    '[method]tcp-socket.accept': (self: number, result: number) => {
      const accepted = get(self).accept();
      if (typeof accepted === 'number') return memory.storeOutcome(result, accepted, 4);
      memory.storeOutcome(result, 0);
      memory.u32(result + 4, resources.add(accepted));
      storeStreams(accepted, result + 8);
    },
    '[method]tcp-socket.local-address': (self: number, result: number) =>
      storeAddress(memory, result, get(self).localAddress()),
    '[method]tcp-socket.remote-address': (self: number, result: number) =>
      storeAddress(memory, result, get(self).remoteAddress()),
    '[method]tcp-socket.is-listening': (self: number) => (get(self).state === 'listening' ? 1 : 0),
    '[method]tcp-socket.address-family': (self: number) => (get(self).socket.family === 4 ? 0 : 1),
    '[method]tcp-socket.set-listen-backlog-size': (self: number, value: bigint, result: number) =>
      memory.storeOutcome(result, get(self).setBacklog(value)),
    ...optionFunctions(host, (self) => get(self).optionSocket, 'tcp-socket', TCP_OPTIONS),
    /** `how`: 0 receive, 1 send, 2 both. */
    '[method]tcp-socket.shutdown': (self: number, how: number, result: number) => {
      if (how >>> 0 > 2) throw new Trap(`${how} is not a shutdown-type`);
      memory.storeOutcome(result, get(self).shutdown(how !== 1, how !== 0));
    },
    '[method]tcp-socket.subscribe': (self: number) => addPollable(host, get(self).subscribe()),
    '[resource-drop]tcp-socket': (self: number) => resources.drop(self, TcpSocket),
  };
}

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
