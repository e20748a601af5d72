/**
 * What a selector must do, tried from within: each fact is a line on standard output, `ok` or `not ok`.
 *
 * Three clients connect: the first says nothing, the second says hello, the third says hello and leaves.
 */
import {
  EVENT_READ,
  EVENT_WRITE,
  IPV4,
  KEY_ERROR,
  NO_ERROR,
  RUNTIME_ERROR,
  SocketAddress,
  TcpListener,
  TcpStream,
  VALUE_ERROR,
  log,
  portsOf,
} from '../../../assembly';
import { fact, first, make, second } from './facts';
import { listening, waiting } from './selector-waiting';

/** Accepts the next client, waiting for it. */
function acceptOne(listener: TcpListener): TcpStream {
  const selector = make();
  selector.register(listener, EVENT_READ, first);
  let stream: TcpStream | null = null;
  while (stream == null) {
    selector.select();
    stream = listener.accept();
  }
  selector.close();
  return stream!;
}

function registering(stream: TcpStream, other: TcpStream): void {
  const selector = make();
  const key = selector.register(stream, EVENT_READ, first);
  fact(
    'register: gives a key with object, token, events and data',
    key != null &&
      key.object === stream &&
      key.token == stream.token &&
      key.token > 0 &&
      key.events == EVENT_READ &&
      key.data === first &&
      selector.error == NO_ERROR,
  );
  fact(
    'register: the same object twice is a KeyError',
    selector.register(stream, EVENT_WRITE, second) == null && selector.error == KEY_ERROR,
  );
  fact(
    'register: a KeyError leaves the old key untouched',
    selector.getKey(stream) === key && key!.registered,
  );
  fact(
    'register: unknown events are a ValueError',
    selector.register(other, 4, first) == null && selector.error == VALUE_ERROR,
  );
  fact(
    'register: no events are a ValueError',
    selector.register(other, 0, first) == null && selector.error == VALUE_ERROR,
  );
  const never = new TcpListener();
  fact(
    'register: an object never opened is a ValueError',
    selector.register(never, EVENT_READ, first) == null && selector.error == VALUE_ERROR,
  );
  const elsewhere = make();
  fact(
    'register: an object of another selector is a ValueError',
    elsewhere.register(stream, EVENT_READ, first) == null && elsewhere.error == VALUE_ERROR,
  );
  fact('unregister: gives the key back', selector.unregister(stream) === key && !key!.registered);
  fact(
    'unregister: a second time is a KeyError',
    selector.unregister(stream) == null && selector.error == KEY_ERROR,
  );
  fact(
    'unregister: an unknown object is a KeyError',
    selector.unregister(other) == null && selector.error == KEY_ERROR,
  );
  fact(
    'unregister: then another selector may have it',
    elsewhere.register(stream, EVENT_READ, first) != null,
  );
  elsewhere.close();
  selector.close();
}

function closing(): void {
  const selector = make();
  const listener = new TcpListener();
  listener.listen(SocketAddress.loopback(IPV4, 0));
  const key = selector.register(listener, EVENT_READ, first);
  const token = listener.token;
  listener.close();
  fact('close: an object closed while registered stays in the map', selector.getKey(listener) === key);
  fact('close: an object closed while registered is never ready', selector.select(0).length == 0);
  fact(
    'close: with nothing left that can be ready, to wait for ever is a RuntimeError',
    selector.select().length == 0 && selector.error == RUNTIME_ERROR,
  );
  fact('close: a closed object can be unregistered by itself', selector.unregister(listener) === key);
  const other = new TcpListener();
  other.listen(SocketAddress.loopback(IPV4, 0));
  selector.register(other, EVENT_READ, second);
  fact(
    'close: a stale token finds nothing, though its slot is used again',
    selector.getMap().getByToken(token) == null && selector.unregisterToken(token) == null,
  );
  const otherToken = other.token;
  other.close();
  fact(
    'close: a closed object can be unregistered by its token',
    selector.unregisterToken(otherToken) != null && selector.getMap().size == 0,
  );
  selector.close();
}

function modifying(stream: TcpStream, other: TcpStream): void {
  const selector = make();
  const key = selector.register(stream, EVENT_READ, first);
  const both = selector.modify(stream, EVENT_READ | EVENT_WRITE, first);
  fact(
    'modify: changed events give a new key, which getKey gives too',
    both != null && both !== key && both.events == 3 && selector.getKey(stream) === both && !key!.registered,
  );
  const data = selector.modify(stream, EVENT_READ | EVENT_WRITE, second);
  fact(
    'modify: changed data keep the events and the token',
    data != null && data.data === second && data.events == 3 && data.token == key!.token,
  );
  fact(
    'modify: a change of nothing gives the same key',
    selector.modify(stream, EVENT_READ | EVENT_WRITE, second) === data,
  );
  fact(
    'modify: bad events are a ValueError and the registration is kept',
    selector.modify(stream, 8, first) == null &&
      selector.error == VALUE_ERROR &&
      selector.getKey(stream) === data,
  );
  fact(
    'modify: an unknown object is a KeyError',
    selector.modify(other, EVENT_READ, first) == null && selector.error == KEY_ERROR,
  );
  selector.modify(stream, EVENT_READ, second);
  fact('modify: what is no longer of interest is not reported', selector.select(0).length == 0);
  selector.close();
}

function mapping(stream: TcpStream, other: TcpStream): void {
  const selector = make();
  const map = selector.getMap();
  fact('getMap: is empty at first', map.size == 0 && map.values().length == 0 && map.tokens().length == 0);
  const key = selector.register(stream, EVENT_READ, first);
  fact(
    'getMap: is a live view',
    map.size == 1 && map.has(stream) && map.get(stream) === key && !map.has(other),
  );
  fact('getMap: lists tokens and keys', map.tokens()[0] == key!.token && map.values()[0] === key);
  fact(
    'getKey: an unknown object is a KeyError',
    selector.getKey(other) == null && selector.error == KEY_ERROR,
  );
  selector.close();
  fact(
    'close: a map fetched earlier finds nothing',
    map.size == 0 && !map.has(stream) && map.getByToken(key!.token) == null,
  );
  fact(
    'close: then getKey is a RuntimeError',
    selector.getKey(stream) == null && selector.error == RUNTIME_ERROR,
  );
  fact('close: then select is a ValueError', selector.select(0).length == 0 && selector.error == VALUE_ERROR);
  fact(
    'close: then register is a ValueError',
    selector.register(stream, EVENT_READ, first) == null && selector.error == VALUE_ERROR,
  );
  selector.close();
  fact('close: a second time is harmless', selector.error == NO_ERROR && stream.isOpen);
}

export function run(): i32 {
  const listener = new TcpListener();
  if (listener.listen(SocketAddress.loopback(IPV4, 0)) != 0) return 1;
  log('on port ' + portsOf([listener]));
  const silent = acceptOne(listener);
  const talker = acceptOne(listener);
  const leaver = acceptOne(listener);
  registering(silent, talker);
  closing();
  modifying(silent, talker);
  mapping(silent, talker);
  waiting(silent, talker, leaver);
  listening(listener);
  silent.close();
  talker.close();
  leaver.close();
  listener.close();
  return 0;
}
