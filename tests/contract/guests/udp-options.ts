/** Facts about the options of UDP sockets. */
import {
  HOP_LIMIT,
  INVALID_ARGUMENT,
  IPV4,
  KEEP_ALIVE,
  NOT_SUPPORTED,
  RECEIVE_BUFFER_BYTES,
  SEND_BUFFER_BYTES,
  SocketAddress,
  UdpSocket,
} from '../../../assembly';
import { fact, factEqual } from './facts';

/** All of it. */
export function udpOptions(): void {
  const socket = new UdpSocket();
  socket.bind(SocketAddress.loopback(IPV4, 0));
  fact(
    'udp: HOP_LIMIT is set and read back',
    socket.setOption(HOP_LIMIT, 9) == 0 && socket.getOption(HOP_LIMIT) == 9,
  );
  socket.setOption(RECEIVE_BUFFER_BYTES, 32768);
  socket.setOption(SEND_BUFFER_BYTES, 32768);
  fact('udp: RECEIVE_BUFFER_BYTES is at least what was set', socket.getOption(RECEIVE_BUFFER_BYTES) >= 32768);
  fact('udp: SEND_BUFFER_BYTES is at least what was set', socket.getOption(SEND_BUFFER_BYTES) >= 32768);
  factEqual('udp: a HOP_LIMIT of 0 is INVALID_ARGUMENT', socket.setOption(HOP_LIMIT, 0), INVALID_ARGUMENT);
  factEqual(
    'udp: a HOP_LIMIT of 256 is INVALID_ARGUMENT',
    socket.setOption(HOP_LIMIT, 256),
    INVALID_ARGUMENT,
  );
  fact(
    'udp: KEEP_ALIVE is NOT_SUPPORTED',
    socket.setOption(KEEP_ALIVE, 1) == NOT_SUPPORTED && socket.getOption(KEEP_ALIVE) == NOT_SUPPORTED,
  );
  socket.close();
}
