/**
 * wasi:sockets/tcp.
 *
 * accept's result<tuple<tcp-socket, input-stream, output-stream>, error-code>: +0 failed, +4 socket, +8 input, +12 output.
 */
import type { Address, EngineSocket } from '../engines/engine.ts';
import { INVALID_STATE, failure } from '../engines/outcome.ts';
import type { Host, Interface } from './host.ts';
import { Network, liftAddress, storeAddress } from './network.ts';
import { addPollable } from './poll.ts';
import type { TcpState } from './tcp-socket.ts';
import { TcpInputStream, TcpOutputStream, TcpSocket } from './tcp-socket.ts';

/** What `listen` takes; the OS has limits of its own below it. */
const MOST_BACKLOG = 2 ** 31 - 1;

export function tcp(host: Host): Interface {
  const { engine, memory, resources, readiness } = host;
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
    const isBusy = socket.state === 'binding' || socket.state === 'starting-listen';
    const refusal = isBusy ? failure('concurrency-conflict') : INVALID_STATE;
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
    socket.state = 'connected';
    memory.storeOutcome(result, 0);
    memory.u32(result + 4, resources.add(socket));
    memory.u32(result + 8, resources.add((socket.input = new TcpInputStream(engine, socket))));
    memory.u32(result + 12, resources.add((socket.output = new TcpOutputStream(engine, socket))));
  };

  const localAddress = ({ state, socket }: TcpSocket): Address | number =>
    state === 'new' || state === 'binding' ? INVALID_STATE : engine.localAddress(socket);

  const shutdown = (socket: TcpSocket, how: number): number => {
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
      start(self, 'new', 'binding', result, (socket) =>
        address.family === socket.socket.family
          ? engine.bind(socket.socket, address)
          : failure('invalid-argument'),
      );
    },
    '[method]tcp-socket.finish-bind': (self: number, result: number) =>
      finish(self, 'binding', 'bound', result),
    '[method]tcp-socket.set-listen-backlog-size': (self: number, value: bigint, result: number) => {
      const isMore = value < 0n || value > MOST_BACKLOG; // a u64 comes signed
      if (value !== 0n) get(self).backlog = isMore ? MOST_BACKLOG : Number(value);
      memory.storeOutcome(result, value === 0n ? failure('invalid-argument') : 0);
    },
    '[method]tcp-socket.start-listen': (self: number, result: number) =>
      start(self, 'bound', 'starting-listen', result, (socket) =>
        engine.listen(socket.socket, socket.backlog),
      ),
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
      storeAddress(memory, result, engine.remoteAddress(get(self).socket)),
    '[method]tcp-socket.shutdown': (self: number, how: number, result: number) =>
      memory.storeOutcome(result, shutdown(get(self), how)),
    '[method]tcp-socket.subscribe': (self: number) => addPollable(host, get(self).subscribe()),
    '[resource-drop]tcp-socket': (self: number) => resources.drop(self, TcpSocket),
  };
}
