import {
  ACCESS_DENIED,
  ADDRESS_IN_USE,
  ADDRESS_NOT_BINDABLE,
  NEW_SOCKET_LIMIT,
  NOT_SUPPORTED,
  Selectable,
  SocketAddress,
  TcpListener,
  UdpSocket,
  describe,
} from '../net';
import { formatNumber } from '../wasi';
import { log } from './log';
import { Endpoint } from './server-options';

/** With port 0, the port that one address got can be taken on the other: how often to try another. */
const TRIES: i32 = 16;

/** Opens a listener for each address of each endpoint, says where they listen, or says why not and returns null. */
export function openListeners(server: string, endpoints: Endpoint[]): TcpListener[] | null {
  return openAll<TcpListener>(server, endpoints);
}

/** Like `openListeners`: opens sockets for datagrams. */
export function openUdpSockets(server: string, endpoints: Endpoint[]): UdpSocket[] | null {
  return openAll<UdpSocket>(server, endpoints);
}

function openAll<S extends Selectable>(server: string, endpoints: Endpoint[]): S[] | null {
  const sockets: S[] = [];
  for (let i = 0; i < endpoints.length; i++) {
    const problem = openEndpoint<S>(endpoints[i], sockets);
    if (problem == null) continue;
    log(server + ": can't listen on " + problem);
    return null;
  }
  return sockets;
}

/** Names the ports of listeners or sockets; one that the next has too, once. */
export function portsOf<S extends Selectable>(sockets: S[]): string {
  let text = '';
  for (let i = 0, last = -1; i < sockets.length; i++) {
    const port = <i32>addressOf<S>(sockets[i]).port;
    if (port != last) text += (i == 0 ? '' : ', ') + formatNumber(port);
    last = port;
  }
  return text;
}

/** Adds the endpoint's listeners or sockets, or returns which address can't be listened on, why, and what to do. */
function openEndpoint<S extends Selectable>(endpoint: Endpoint, sockets: S[]): string | null {
  let tries = 0;
  while (true) {
    const socket = instantiate<S>();
    const outcome = openAt<S>(socket, endpoint.address);
    if (outcome != 0) return refusal(endpoint.address.toString(), outcome);
    const second = endpoint.second;
    const partner = instantiate<S>();
    let partnerOutcome = NOT_SUPPORTED;
    if (second != null) {
      second.port = addressOf<S>(socket).port;
      partnerOutcome = openAt<S>(partner, second);
    }
    const isRetried = partnerOutcome == ADDRESS_IN_USE && endpoint.address.port == 0 && ++tries < TRIES;
    if (partnerOutcome == 0 || partnerOutcome == NOT_SUPPORTED || partnerOutcome == ADDRESS_NOT_BINDABLE) {
      add<S>(socket, sockets);
      if (partner.isOpen) add<S>(partner, sockets); // a machine without IPv6 has no ::1
      return null;
    }
    socket.close();
    if (!isRetried) return refusal(second!.toString(), partnerOutcome);
  }
}

function openAt<S extends Selectable>(socket: S, address: SocketAddress): i32 {
  if (socket instanceof TcpListener) return (socket as TcpListener).listen(address);
  return (socket as UdpSocket).bind(address);
}

function addressOf<S extends Selectable>(socket: S): SocketAddress {
  if (socket instanceof TcpListener) return (socket as TcpListener).address;
  return (socket as UdpSocket).localAddress;
}

function add<S extends Selectable>(socket: S, sockets: S[]): void {
  sockets.push(socket);
  log('Listening on ' + addressOf<S>(socket).toString());
}

function refusal(address: string, outcome: i32): string {
  return address + ': ' + describe(outcome) + '. ' + adviceFor(outcome);
}

function adviceFor(outcome: i32): string {
  switch (outcome) {
    case ADDRESS_IN_USE:
      return 'Stop what has it, or choose another port: --listen HOST:PORT.';
    case ACCESS_DENIED:
      return 'Ports below 1024 need privileges; wasmtime needs -S inherit-network.';
    case NEW_SOCKET_LIMIT:
      return 'Raise the limit: ulimit -n.';
    default:
      return 'Choose another address: --listen HOST:PORT.';
  }
}
