import {
  ACCESS_DENIED,
  ADDRESS_IN_USE,
  ADDRESS_NOT_BINDABLE,
  NEW_SOCKET_LIMIT,
  NOT_SUPPORTED,
  TcpListener,
  describe,
} from '../net';
import { log } from './log';
import { Endpoint } from './server-options';

/** With port 0, the port that one address got can be taken on the other. */
const TRIES: i32 = 16;

/** Opens a listener for each address of each endpoint, says where they listen, or says why not and returns null. */
export function openListeners(server: string, endpoints: Endpoint[]): TcpListener[] | null {
  const listeners: TcpListener[] = [];
  for (let i = 0; i < endpoints.length; i++) {
    const opened = openEndpoint(server, endpoints[i]);
    if (opened == null) return null;
    for (let j = 0; j < opened.length; j++) {
      log(`Listening on ${opened[j].address.toString()}`);
      listeners.push(opened[j]);
    }
  }
  return listeners;
}

/** Names the ports of the listeners, each once. */
export function portsOf(listeners: TcpListener[]): string {
  const ports: string[] = [];
  for (let i = 0; i < listeners.length; i++) {
    const port = listeners[i].address.port.toString();
    if (!ports.includes(port)) ports.push(port);
  }
  return ports.join(', ');
}

function openEndpoint(server: string, endpoint: Endpoint): TcpListener[] | null {
  const first = endpoint.addresses[0];
  for (let tries = 1; tries <= TRIES; tries++) {
    const listener = new TcpListener();
    if (listener.listen(first) != 0) return refuse(server, first.toString(), listener.outcome);
    if (endpoint.addresses.length == 1) return [listener];
    const second = endpoint.addresses[1];
    second.port = listener.address.port;
    const partner = new TcpListener();
    const outcome = partner.listen(second);
    if (outcome == 0) return [listener, partner];
    if (outcome == NOT_SUPPORTED || outcome == ADDRESS_NOT_BINDABLE) return [listener]; // a machine without IPv6
    listener.close();
    const isTaken = outcome == ADDRESS_IN_USE && first.port == 0;
    if (!isTaken || tries == TRIES) return refuse(server, second.toString(), outcome);
  }
  return null;
}

function refuse(server: string, address: string, outcome: i32): TcpListener[] | null {
  log(`${server}: can't listen on ${address}: ${describe(outcome)}. ${adviceFor(outcome)}`);
  return null;
}

function adviceFor(outcome: i32): string {
  switch (outcome) {
    case ADDRESS_IN_USE:
      return 'Stop the program that has it, or choose another port: --listen HOST:PORT.';
    case ACCESS_DENIED:
      return 'Ports below 1024 are reserved on most machines; wasmtime grants the network with -S inherit-network.';
    case ADDRESS_NOT_BINDABLE:
      return 'Choose an address of this machine, or 0.0.0.0 for all of them: --listen HOST:PORT.';
    case NEW_SOCKET_LIMIT:
      return 'Raise the limit: ulimit -n.';
    default:
      return 'Choose another address: --listen HOST:PORT.';
  }
}
