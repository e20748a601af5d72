import {
  ACCESS_DENIED,
  ADDRESS_IN_USE,
  ADDRESS_NOT_BINDABLE,
  NEW_SOCKET_LIMIT,
  NOT_SUPPORTED,
  TcpListener,
  describe,
} from '../net';
import { formatNumber } from '../wasi/text';
import { log } from './log';
import { Endpoint } from './server-options';

/** With port 0, the port that one address got can be taken on the other: how often to try another. */
const TRIES: i32 = 16;

/** Opens a listener for each address of each endpoint, says where they listen, or says why not and returns null. */
export function openListeners(server: string, endpoints: Endpoint[]): TcpListener[] | null {
  const listeners: TcpListener[] = [];
  for (let i = 0; i < endpoints.length; i++) {
    const problem = openEndpoint(endpoints[i], listeners);
    if (problem == null) continue;
    log(server + ": can't listen on " + problem);
    return null;
  }
  return listeners;
}

/** Names the ports of the listeners; one that the next has too, once. */
export function portsOf(listeners: TcpListener[]): string {
  let text = '';
  for (let i = 0, last = -1; i < listeners.length; i++) {
    const port = <i32>listeners[i].address.port;
    if (port != last) text += (i == 0 ? '' : ', ') + formatNumber(port);
    last = port;
  }
  return text;
}

/** Adds the endpoint's listeners, or returns which address can't be listened on, why, and what to do. */
function openEndpoint(endpoint: Endpoint, listeners: TcpListener[]): string | null {
  let tries = 0;
  while (true) {
    const listener = new TcpListener();
    const outcome = listener.listen(endpoint.address);
    if (outcome != 0) return refusal(endpoint.address.toString(), outcome);
    const second = endpoint.second;
    const partner = new TcpListener();
    let partnerOutcome = NOT_SUPPORTED;
    if (second != null) {
      second.port = listener.address.port;
      partnerOutcome = partner.listen(second);
    }
    const isRetried = partnerOutcome == ADDRESS_IN_USE && endpoint.address.port == 0 && ++tries < TRIES;
    if (partnerOutcome == 0 || partnerOutcome == NOT_SUPPORTED || partnerOutcome == ADDRESS_NOT_BINDABLE) {
      add(listener, listeners);
      if (partner.isOpen) add(partner, listeners); // a machine without IPv6 has no ::1
      return null;
    }
    listener.close();
    if (!isRetried) return refusal(second!.toString(), partnerOutcome);
  }
}

function add(listener: TcpListener, listeners: TcpListener[]): void {
  listeners.push(listener);
  log('Listening on ' + listener.address.toString());
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
