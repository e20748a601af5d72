/** The options part of wasi:sockets/tcp. */
import { INVALID_STATE, failure } from '../engines/outcome.ts';
import type { Host, Interface } from './host.ts';
import { optionFunctions } from './socket-options.ts';
import { TcpSocket } from './tcp-socket.ts';

/** What `listen` takes; the OS has limits of its own below it. */
const MOST_BACKLOG = 2 ** 31 - 1;

/** Makes the functions of tcp-socket that read and set options. */
export function tcpOptions(host: Host): Interface {
  const { engine, memory, resources } = host;
  const find = (self: number) => {
    const tcp = resources.get(self, TcpSocket);
    return tcp.state === 'closed' ? INVALID_STATE : tcp.socket;
  };
  const option = optionFunctions.bind(undefined, host, find, 'tcp-socket');

  const setBacklog = (tcp: TcpSocket, value: bigint): number => {
    if (value === 0n) return failure('invalid-argument');
    if (tcp.state === 'connecting' || tcp.state === 'connected' || tcp.state === 'closed')
      return INVALID_STATE;
    const isMore = value < 0n || value > MOST_BACKLOG; // a u64 comes signed
    tcp.backlog = isMore ? MOST_BACKLOG : Number(value);
    const isListening = tcp.state === 'listening' || tcp.state === 'starting-listen';
    return isListening ? engine.listen(tcp.socket, tcp.backlog) : 0;
  };

  return {
    '[method]tcp-socket.set-listen-backlog-size': (self: number, value: bigint, result: number) =>
      memory.storeOutcome(result, setBacklog(resources.get(self, TcpSocket), value)),
    ...option('keep-alive-enabled', 'keepAlive', 'bool'),
    ...option('keep-alive-idle-time', 'keepAliveIdleSeconds', 'duration'),
    ...option('keep-alive-interval', 'keepAliveIntervalSeconds', 'duration'),
    ...option('keep-alive-count', 'keepAliveCount', 'u32'),
    ...option('hop-limit', 'hopLimit', 'u8'),
    ...option('receive-buffer-size', 'receiveBufferBytes', 'u64'),
    ...option('send-buffer-size', 'sendBufferBytes', 'u64'),
  };
}
