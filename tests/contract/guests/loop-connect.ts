/** Facts about connecting on the event loop. */
import {
  ADDRESS_IN_USE,
  CONNECTION_REFUSED,
  INVALID_ARGUMENT,
  INVALID_STATE,
  IPV4,
  LookupHandler,
  NAME_UNRESOLVABLE,
  PERMANENT_RESOLVER_FAILURE,
  SocketAddress,
  TEMPORARY_RESOLVER_FAILURE,
  TcpListener,
} from '../../../assembly';
import { fact, factEqual } from './facts';
import { Recorder, Stage, nobodyAt } from './loop-facts';

/** Keeps what a look-up has found. */
class Addresses implements LookupHandler {
  addresses: SocketAddress[] = [];
  outcome: i32 = 0;
  calls: i32 = 0;

  onAddresses(addresses: SocketAddress[], outcome: i32): void {
    this.calls++;
    this.addresses = addresses;
    this.outcome = outcome;
  }
}

/** By address. */
export function loopConnect(): void {
  const stage = new Stage();
  stage.server.echoes = true;
  const recorder = new Recorder();
  const connection = stage.loop.connect('127.0.0.1', stage.address.port, recorder);
  fact('connect: is written to before it is there', connection.writeText('early'));
  factEqual('connect: has no address yet', connection.remoteAddress.port, 0);
  fact('connect: opens', stage.until(recorder, 'o') && connection.remoteAddress.equals(stage.address));
  fact(
    'connect: what was written before is sent',
    stage.untilReceived(recorder, 5) && recorder.text == 'early',
  );
  connection.close();
  fact('connect: and closes', stage.until(recorder, 'c') && recorder.calls == 'oDc');
  const refused = new Recorder();
  stage.loop.connect('127.0.0.1', nobodyAt().port, refused);
  fact(
    'connect: refused',
    stage.until(refused, 'c') && refused.outcome == CONNECTION_REFUSED && refused.calls == '!c',
  );
  const unused = new Recorder();
  stage.loop.connect('127.0.0.1', stage.address.port, unused).abort();
  fact('connect: aborted before it is decided', stage.until(unused, 'c') && unused.calls == 'c');
  const brief = new Recorder();
  const hasty = stage.loop.connect('127.0.0.1', stage.address.port, brief);
  hasty.writeText('last words');
  hasty.close();
  stage.until(brief, 'c');
  factEqual(
    'connect: closed before it is decided, what was written is sent',
    stage.server.recorders.pop().text,
    'last words',
  );
  stage.end();
}

/** Listening: by an address, by `localhost`, or not at all. */
export function loopListen(): void {
  const stage = new Stage();
  const loop = stage.loop;
  const server = loop.listen('127.0.0.1', 0, () => new Recorder())!;
  const port = server.addresses[0].port;
  fact('listen: is open at a real port', server.isOpen && port != 0 && loop.lastError == 0);
  const client = new Recorder();
  loop.connect('127.0.0.1', port, client);
  fact('listen: clients are served', stage.until(client, 'o') && loop.connectionCount > 0);
  fact('listen: an address in use is null', loop.listen('127.0.0.1', port, () => new Recorder()) == null);
  factEqual('listen: and ADDRESS_IN_USE', loop.lastError, ADDRESS_IN_USE);
  fact('listen: a host that is no address is null', loop.listen('::1::', 0, () => new Recorder()) == null);
  factEqual('listen: and INVALID_ARGUMENT', loop.lastError, INVALID_ARGUMENT);
  const both = loop.listen('localhost', 0, () => new Recorder())!;
  const addresses = both.addresses;
  fact(
    'listen: localhost has one port, whatever its addresses',
    addresses[0].port == addresses[addresses.length - 1].port && addresses[0].family == IPV4,
  );
  server.close();
  server.close();
  fact('listen: closed, it has no address', !server.isOpen && server.addresses.length == 0);
  const refused = loop.listen('127.0.0.1', 0, () => null)!;
  loop.connect('127.0.0.1', refused.addresses[0].port, new Recorder());
  while (loop.counters.refused == 0) loop.turn();
  factEqual('listen: a function may refuse a client', loop.counters.refused, 1);
  const closed = new TcpListener();
  fact('serve: of a listener that is not open is null', loop.serve([closed], () => new Recorder()) == null);
  factEqual('serve: and INVALID_STATE', loop.lastError, INVALID_STATE);
  stage.end();
}

/** By name: `localhost` has one address or two, only one of which is listened on. */
export function loopNames(): void {
  const stage = new Stage();
  const recorder = new Recorder();
  stage.loop.connect('localhost', stage.address.port, recorder);
  fact('connect: by name, every address is tried', stage.until(recorder, 'o'));
  const nobody = new Recorder();
  stage.loop.connect('localhost', nobodyAt().port, nobody);
  fact('connect: by name, all refused', stage.until(nobody, 'c') && nobody.outcome == CONNECTION_REFUSED);
  const unknown = new Recorder();
  stage.loop.connect('no-such-host.invalid', 80, unknown);
  stage.until(unknown, 'c');
  fact(
    'connect: by a name that there is not',
    unknown.outcome == NAME_UNRESOLVABLE ||
      unknown.outcome == TEMPORARY_RESOLVER_FAILURE ||
      unknown.outcome == PERMANENT_RESOLVER_FAILURE,
  );
  const found = new Addresses();
  stage.loop.lookUp('localhost', stage.address.port, found);
  fact('lookUp: is answered in a later turn', found.calls == 0);
  while (found.calls == 0) stage.loop.turn();
  fact(
    'lookUp: gives the addresses of a name, with the port',
    found.outcome == 0 && found.addresses.length > 0 && found.addresses[0].port == stage.address.port,
  );
  const missing = new Addresses();
  stage.loop.lookUp('no-such-host.invalid', 80, missing);
  while (missing.calls == 0) stage.loop.turn();
  fact('lookUp: says why there are none', missing.outcome < 0 && missing.addresses.length == 0);
  stage.end();
}
