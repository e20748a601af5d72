/**
 * wasi:sockets/tcp.
 *
 * accept's result<tuple<tcp-socket, input-stream, output-stream>, error-code>: +0 failed, +4 socket, +8 input, +12 output.
 */
import type { Address, EngineSocket } from '../engines/engine.ts';
import { INVALID_STATE, failure } from '../engines/outcome.ts';
import { isOfFamily, isUnicast } from './address-rules.ts';
import type { Host, Interface } from './host.ts';
import { Network, liftAddress, storeAddress } from './network.ts';
import { PERMIT_ALL } from './permissions.ts';
import { addPollable } from './poll.ts';
import { tcpConnect } from './tcp-connect.ts';
import { tcpOptions } from './tcp-options.ts';
import { type TcpState, TcpSocket } from './tcp-socket.ts';

export function tcp(host: Host): Interface {
  const { engine, memory, resources, readiness, permissions = PERMIT_ALL } = host;
  const get = (self: number): TcpSocket => resources.get(self, TcpSocket);

  /** Starts what is allowed in one state only, leads to the next if it succeeds, and stores its outcome. */
  const start = (
    self: number,
    from: TcpState,
    to: TcpState,
    result: number,
    act: (tcp: TcpSocket) => number,
  ): void => {
    const socket = get(self);
    const refusal = socket.isBusy ? failure('concurrency-conflict') : INVALID_STATE;
    const outcome = socket.state === from ? act(socket) : refusal;
    if (outcome >= 0) socket.state = to;
    memory.storeOutcome(result, outcome);
  };

  /** Finishes what was started. */
  const finish = (self: number, from: TcpState, to: TcpState, result: number): void => {
    const socket = get(self);
    const isStarted = socket.state === from;
    if (isStarted) socket.state = to;
    memory.storeOutcome(result, isStarted ? 0 : failure('not-in-progress'));
  };

  const storeAccepted = (result: number, accepted: EngineSocket): void => {
    const socket = new TcpSocket(engine, readiness, accepted);
    const { input, output } = socket.open();
    memory.storeOutcome(result, 0);
    memory.u32(result + 4, resources.add(socket));
    memory.u32(result + 8, resources.add(input));
    memory.u32(result + 12, resources.add(output));
  };

  const denied = (address: Address): number => {
    permissions.denied('listen', address);
    return failure('access-denied');
  };

  const bind = (self: TcpSocket, address: Address): number => {
    const { socket } = self;
    if (!isOfFamily(address, socket.family) || !isUnicast(address)) return failure('invalid-argument');
    self.mayListen = permissions.mayListen(address);
    if (!self.mayListen && !permissions.mayBindToConnect(address)) return denied(address);
    const outcome = engine.bind(socket, address);
    if (outcome >= 0 && address.port === 0) permissions.found(address, engine.localAddress(socket));
    return outcome;
  };

  const listen = ({ socket, backlog, mayListen }: TcpSocket): number => {
    if (mayListen) return engine.listen(socket, backlog);
    const address = engine.localAddress(socket);
    return typeof address === 'number' ? address : denied(address);
  };

  const localAddress = ({ state, socket }: TcpSocket): Address | number => {
    const isBound = state !== 'new' && state !== 'binding' && state !== 'closed';
    return isBound ? engine.localAddress(socket) : INVALID_STATE;
  };

  const remoteAddress = ({ state, socket }: TcpSocket): Address | number => {
    if (state === 'connecting') return failure('concurrency-conflict');
    return state === 'connected' ? engine.remoteAddress(socket) : INVALID_STATE;
  };

  const shutdown = (socket: TcpSocket, how: number): number => {
    if (socket.state === 'connecting') return failure('concurrency-conflict');
    if (socket.state !== 'connected') return INVALID_STATE;
    if (how !== 1) {
      engine.shutdown(socket.socket, true, false);
      socket.input?.close();
    }
    if (how !== 0) socket.output?.close();
    return 0;
  };

  return {
    '[method]tcp-socket.start-bind': (self: number, network: number, which: number, ...rest: number[]) => {
      resources.get(network, Network);
      const result = rest.pop()!;
      const address = liftAddress(which, rest);
      start(self, 'new', 'binding', result, (socket) => bind(socket, address));
    },
    '[method]tcp-socket.finish-bind': (self: number, result: number) =>
      finish(self, 'binding', 'bound', result),
    ...tcpConnect(host),
    '[method]tcp-socket.start-listen': (self: number, result: number) =>
      start(self, 'bound', 'starting-listen', result, listen),
    '[method]tcp-socket.finish-listen': (self: number, result: number) =>
      finish(self, 'starting-listen', 'listening', result),
    '[method]tcp-socket.accept': (self: number, result: number) => {
      const socket = get(self);
      const accepted = socket.state === 'listening' ? engine.accept(socket.socket) : INVALID_STATE;
      if (typeof accepted === 'number') memory.storeOutcome(result, accepted, 4);
      else storeAccepted(result, accepted);
    },
    '[method]tcp-socket.local-address': (self: number, result: number) =>
      storeAddress(memory, result, localAddress(get(self))),
    '[method]tcp-socket.remote-address': (self: number, result: number) =>
      storeAddress(memory, result, remoteAddress(get(self))),
    '[method]tcp-socket.is-listening': (self: number) => (get(self).state === 'listening' ? 1 : 0),
    '[method]tcp-socket.address-family': (self: number) => (get(self).socket.family === 4 ? 0 : 1),
    ...tcpOptions(host),
    '[method]tcp-socket.shutdown': (self: number, how: number, result: number) =>
      memory.storeOutcome(result, shutdown(get(self), how)),
    '[method]tcp-socket.subscribe': (self: number) => addPollable(host, get(self).subscribe()),
    '[resource-drop]tcp-socket': (self: number) => resources.drop(self, TcpSocket),
  };
}
