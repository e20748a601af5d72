import {
  ACCESS_DENIED,
  ADDRESS_IN_USE,
  Endpoint,
  NEW_SOCKET_LIMIT,
  Selectable,
  TcpListener,
  UdpSocket,
  describe,
  localAddressOf,
  openEndpoint,
} from '../net';
import { formatNumber } from '../wasi';
import { log } from './log';

/** Opens a listener for each address of each endpoint, logs where they listen, or logs why not and returns null. */
export function openListeners(server: string, endpoints: Endpoint[]): TcpListener[] | null {
  return openAll<TcpListener>(server, endpoints);
}

/** Like `openListeners`, for the endpoint of `--admin`; null: there are none. */
export function openAdminListeners(server: string, endpoint: Endpoint | null): TcpListener[] | null {
  const endpoints: Endpoint[] = [];
  if (endpoint != null) endpoints.push(endpoint);
  return openAll<TcpListener>(server, endpoints, 'Admin listening', '--admin');
}

/** Like `openListeners`, for UDP sockets. */
export function openUdpSockets(server: string, endpoints: Endpoint[]): UdpSocket[] | null {
  return openAll<UdpSocket>(server, endpoints);
}

/** Names the ports of listeners or UDP sockets; one that the next has too, once. */
export function portsOf<S extends Selectable>(sockets: S[]): string {
  let text = '';
  for (let i = 0, last = -1; i < sockets.length; i++) {
    const port = <i32>localAddressOf<S>(sockets[i]).port;
    if (port != last) text += (i == 0 ? '' : ', ') + formatNumber(port);
    last = port;
  }
  return text;
}

function openAll<S extends Selectable>(
  server: string,
  endpoints: Endpoint[],
  what: string = 'Listening',
  option: string = '--listen',
): S[] | null {
  const sockets: S[] = [];
  for (let i = 0; i < endpoints.length; i++) {
    const known = sockets.length;
    const outcome = openEndpoint<S>(endpoints[i], sockets);
    if (outcome != 0) {
      const address = endpoints[i].failedAddress!.toString();
      log(
        server +
          ": can't listen on " +
          address +
          ': ' +
          describe(outcome) +
          '. ' +
          adviceFor(outcome, option),
      );
      return null;
    }
    for (let j = known; j < sockets.length; j++)
      log(what + ' on ' + localAddressOf<S>(sockets[j]).toString());
  }
  return sockets;
}

function adviceFor(outcome: i32, option: string): string {
  switch (outcome) {
    case ADDRESS_IN_USE:
      return 'Stop what has it, or choose another port: ' + option + ' HOST:PORT.';
    case ACCESS_DENIED:
      return 'Ports below 1024 need privileges; wasmtime needs -S inherit-network.';
    case NEW_SOCKET_LIMIT:
      return 'Raise the limit: ulimit -n.';
    default:
      return 'Choose another address: ' + option + ' HOST:PORT.';
  }
}
