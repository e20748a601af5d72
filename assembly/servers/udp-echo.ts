/** Sends each datagram back to who sent it, on the event loop. */
import { EXIT_FAILURE, EXIT_OK, log, openUdpSockets, portsOf, readLoopCommandLine } from '../cli';
import { DatagramHandler, EventLoop } from '../loop';
import { Bytes, SocketAddress, UdpSocket } from '../net';

class Echo extends DatagramHandler {
  onDatagram(data: Bytes, sender: SocketAddress): void {
    this.socket.send(data, sender);
  }
}

export function run(): i32 {
  const options = readLoopCommandLine('udp-echo', 'sends each datagram back to who sent it', 9003);
  const sockets = openUdpSockets('udp-echo', options.endpoints);
  if (sockets == null) return EXIT_FAILURE;
  const loop = new EventLoop(options.loop);
  for (let i = 0; i < sockets.length; i++) loop.addUdpSocket(sockets[i], new Echo());
  if (options.drainsAtInputEnd) loop.drainAtInputEnd();
  log('Server (udp) running on port ' + portsOf<UdpSocket>(sockets) + '...');
  loop.run();
  const counters = loop.counters;
  log(
    counters.datagramsReceived.toString() +
      ' datagrams received, ' +
      counters.datagramsDropped.toString() +
      ' answers dropped',
  );
  return EXIT_OK;
}
