/** Facts about registering: what CPython's own tests of `selectors` assert. */
import {
  EVENT_READ,
  EVENT_WRITE,
  KEY_ERROR,
  NO_ERROR,
  RUNTIME_ERROR,
  SelectorKey,
  TcpListener,
  TcpStream,
  VALUE_ERROR,
} from '../../../assembly';
import { Data, Pair, fact, factEqual, first, listen, make, second, sendAll } from './facts';
import { modifying, watching } from './selector-modify';

const buffer = new StaticArray<u8>(1024);

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
      selector.lastError == NO_ERROR,
  );
  fact(
    'register: the same object twice is a KeyError',
    selector.register(stream, EVENT_WRITE, second) == null && selector.lastError == KEY_ERROR,
  );
  fact(
    'register: a KeyError leaves the old key untouched',
    selector.getKey(stream) === key && key!.registered,
  );
  fact(
    'register: unknown events are a ValueError',
    selector.register(other, 4, first) == null && selector.lastError == VALUE_ERROR,
  );
  fact(
    'register: no events are a ValueError',
    selector.register(other, 0, first) == null && selector.lastError == VALUE_ERROR,
  );
  const never = new TcpListener();
  fact(
    'register: an object never opened is a ValueError',
    selector.register(never, EVENT_READ, first) == null && selector.lastError == VALUE_ERROR,
  );
  const elsewhere = make();
  fact(
    'register: an object of another selector is a ValueError',
    elsewhere.register(stream, EVENT_READ, first) == null && elsewhere.lastError == VALUE_ERROR,
  );
  fact('unregister: gives the key back', selector.unregister(stream) === key && !key!.registered);
  fact(
    'unregister: a second time is a KeyError',
    selector.unregister(stream) == null && selector.lastError == KEY_ERROR,
  );
  fact(
    'unregister: an unknown object is a KeyError',
    selector.unregister(other) == null && selector.lastError == KEY_ERROR,
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
  const listener = listen();
  const key = selector.register(listener, EVENT_READ, first);
  const token = listener.token;
  listener.close();
  fact('close: an object closed while registered stays in the map', selector.getKey(listener) === key);
  factEqual('close: an object closed while registered is never ready', selector.select(0).length, 0);
  fact(
    'close: with nothing left that can be ready, to wait for ever is a RuntimeError',
    selector.select().length == 0 && selector.lastError == RUNTIME_ERROR,
  );
  fact('close: a closed object can be unregistered by itself', selector.unregister(listener) === key);
  const other = listen();
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

/** A socket that is closed gives its handle back, and the host gives that to the next. */
function reusing(): void {
  const selector = make();
  const old = Pair.make();
  const oldKey = selector.register(old.near, EVENT_READ, first);
  old.close();
  const fresh = Pair.make();
  const key = selector.register(fresh.near, EVENT_READ, second);
  fact('reuse: what was closed and what came after have tokens of their own', oldKey!.token != key!.token);
  sendAll(fresh.far, buffer, 1);
  const ready = selector.select();
  fact('reuse: what came after is reported as itself', ready.length == 1 && ready.key(0) === key);
  fact('reuse: what was closed can be unregistered', selector.unregister(old.near) === oldKey);
  fact(
    'reuse: what came after stays registered',
    selector.getKey(fresh.near) === key && selector.select().length == 1,
  );
  const next = Pair.make();
  const nextKey = selector.register(next.near, EVENT_READ, first);
  fact(
    'reuse: a token given again is another',
    nextKey!.token != oldKey!.token && selector.unregisterToken(oldKey!.token) == null,
  );
  fact(
    'reuse: what was closed is a KeyError',
    selector.unregister(old.near) == null && selector.lastError == KEY_ERROR,
  );
  selector.close();
  fresh.close();
  next.close();
}

let seen = 0;

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
    selector.getKey(other) == null && selector.lastError == KEY_ERROR,
  );
  seen = 0;
  map.forEach((each: SelectorKey<Data>): void => {
    seen += each.token;
  });
  factEqual('getMap: gives each key once', seen, key!.token);
  selector.register(other, EVENT_WRITE, second);
  fact('getMap: grows with what is registered', map.size == 2 && map.values().length == 2);
  selector.unregister(other);
  fact('getMap: shrinks with what is unregistered', map.size == 1 && !map.has(other));
  selector.close();
  fact(
    'close: a map fetched earlier finds nothing',
    map.size == 0 && !map.has(stream) && map.getByToken(key!.token) == null,
  );
  fact(
    'close: then getKey is a RuntimeError',
    selector.getKey(stream) == null && selector.lastError == RUNTIME_ERROR,
  );
  fact(
    'close: then select is a ValueError',
    selector.select(0).length == 0 && selector.lastError == VALUE_ERROR,
  );
  fact(
    'close: then register is a ValueError',
    selector.register(stream, EVENT_READ, first) == null && selector.lastError == VALUE_ERROR,
  );
  fact(
    'close: then modify and unregister are KeyErrors',
    selector.modify(stream, EVENT_WRITE, first) == null &&
      selector.lastError == KEY_ERROR &&
      selector.unregister(stream) == null &&
      selector.lastError == KEY_ERROR,
  );
  selector.close();
  fact('close: a second time is harmless', selector.lastError == NO_ERROR && stream.isOpen);
}

/** All of it. */
export function selecting(): void {
  const pair = Pair.make();
  registering(pair.near, pair.far);
  closing();
  reusing();
  modifying(pair.near, pair.far);
  watching();
  mapping(pair.near, pair.far);
  pair.close();
}
