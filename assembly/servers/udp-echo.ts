/** Sends each datagram back to who sent it, on the event loop. */
import { EXIT_FAILURE, EXIT_OK, log, openUdpSockets, portsOf, readLoopCommandLine } from '../cli';
import { startAdmin } from '../cli/admin';
import { MetricsSource, MetricsText } from '../http/metrics-text';
import { Counters, DatagramHandler, EventLoop } from '../loop';
import { Bytes, SocketAddress, UdpSocket } from '../net';

class Echo extends DatagramHandler {
  onDatagram(data: Bytes, sender: SocketAddress): void {
    this.socket.send(data, sender);
  }
}

/** What `--admin` tells of this server besides the loop's metrics. */
class DatagramMetrics implements MetricsSource {
  constructor(private counters: Counters) {}

  write(text: MetricsText): void {
    const counters = this.counters;
    text.counter('udp_datagrams_received_total', 'Datagrams received.', counters.datagramsReceived);
    text.counter('udp_datagrams_sent_total', 'Datagrams sent.', counters.datagramsSent);
    text.counter(
      'udp_datagrams_dropped_total',
      'Datagrams that could not be sent.',
      counters.datagramsDropped,
    );
  }
}

export function run(): i32 {
  const options = readLoopCommandLine('udp-echo', 'sends each datagram back to who sent it', 9003);
  const sockets = openUdpSockets('udp-echo', options.endpoints);
  if (sockets == null) return EXIT_FAILURE;
  const loop = new EventLoop(options.loop);
  for (let i = 0; i < sockets.length; i++) loop.addUdpSocket(sockets[i], new Echo());
  if (!startAdmin('udp-echo', options, loop, new DatagramMetrics(loop.counters))) return EXIT_FAILURE;
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
