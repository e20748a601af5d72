/** Facts about the options of TCP sockets: they are applied, and read back. */
import { dropTcp } from './imports/tcp';
import * as options from './imports/tcp-options';
import {
  INVALID_ARGUMENT,
  IPV4,
  IPV6,
  OK,
  RESULT,
  SECOND_NS,
  count,
  fact,
  factEqual,
  long,
  unit,
  wide,
} from './results';
import { Pair, listening, newTcp } from './tcp-tools';

type Get = (self: i32, result: usize) => void;
type SetLong = (self: i32, value: u64, result: usize) => void;

function byte(): i32 {
  return load<u8>(RESULT, 1);
}

/** Sets an option of 64 bits, and tells what is read back; 0: it failed. */
function readBack(socket: i32, get: Get, set: SetLong, value: u64): u64 {
  set(socket, value, RESULT);
  if (unit() != OK) return 0;
  get(socket, RESULT);
  return long() == OK ? count() : 0;
}

function times(socket: i32, name: string, get: Get, set: SetLong): void {
  factEqual(name + ': is read back', readBack(socket, get, set, 77 * SECOND_NS), 77 * SECOND_NS);
  factEqual(name + ': less than a second is a second', readBack(socket, get, set, 1), SECOND_NS);
  factEqual(
    name + ': parts of a second are rounded up',
    readBack(socket, get, set, SECOND_NS + 1),
    2 * SECOND_NS,
  );
  factEqual(
    name + ': the largest is cut to what the system takes',
    readBack(socket, get, set, u64.MAX_VALUE),
    32767 * SECOND_NS,
  );
  set(socket, 0, RESULT);
  factEqual(name + ': 0 is invalid-argument', unit(), INVALID_ARGUMENT);
}

function sizes(socket: i32, name: string, get: Get, set: SetLong): void {
  factEqual(name + ': is read back', readBack(socket, get, set, 32768), 32768);
  factEqual(name + ': another is read back', readBack(socket, get, set, 65536), 65536);
  fact(name + ': the largest is cut', readBack(socket, get, set, u64.MAX_VALUE) > 65536);
  set(socket, 0, RESULT);
  factEqual(name + ': 0 is invalid-argument', unit(), INVALID_ARGUMENT);
}

function all(socket: i32, name: string): void {
  options.getKeepAlive(socket, RESULT);
  fact(name + ', keep-alive-enabled: off at first', unit() == OK && byte() == 0);
  options.setKeepAlive(socket, 1, RESULT);
  options.getKeepAlive(socket, RESULT);
  fact(name + ', keep-alive-enabled: is read back', unit() == OK && byte() == 1);
  options.setKeepAlive(socket, 0, RESULT);
  options.getKeepAlive(socket, RESULT);
  factEqual(name + ', keep-alive-enabled: is taken back', byte(), 0);
  times(socket, name + ', keep-alive-idle-time', options.getKeepAliveIdle, options.setKeepAliveIdle);
  times(socket, name + ', keep-alive-interval', options.getKeepAliveInterval, options.setKeepAliveInterval);
  options.setKeepAliveCount(socket, 5, RESULT);
  options.getKeepAliveCount(socket, RESULT);
  fact(name + ', keep-alive-count: is read back', wide() == OK && load<u32>(RESULT, 4) == 5);
  options.setKeepAliveCount(socket, u32.MAX_VALUE, RESULT);
  options.getKeepAliveCount(socket, RESULT);
  fact(name + ', keep-alive-count: the largest is cut', wide() == OK && load<u32>(RESULT, 4) == 127);
  options.setKeepAliveCount(socket, 0, RESULT);
  factEqual(name + ', keep-alive-count: 0 is invalid-argument', unit(), INVALID_ARGUMENT);
  options.setHopLimit(socket, 42, RESULT);
  options.getHopLimit(socket, RESULT);
  fact(name + ', hop-limit: is read back', unit() == OK && byte() == 42);
  options.setHopLimit(socket, 255, RESULT);
  options.getHopLimit(socket, RESULT);
  fact(name + ', hop-limit: 255 is read back', unit() == OK && byte() == 255);
  options.setHopLimit(socket, 0, RESULT);
  factEqual(name + ', hop-limit: 0 is invalid-argument', unit(), INVALID_ARGUMENT);
  sizes(socket, name + ', receive-buffer-size', options.getReceiveBuffer, options.setReceiveBuffer);
  sizes(socket, name + ', send-buffer-size', options.getSendBuffer, options.setSendBuffer);
}

/** All of it. */
export function optionFacts(): void {
  const fresh = newTcp(IPV4);
  all(fresh, 'a new socket');
  dropTcp(fresh);
  const ipv6 = newTcp(IPV6);
  all(ipv6, 'an IPv6 socket');
  dropTcp(ipv6);
  const listener = listening();
  all(listener, 'a listener');
  dropTcp(listener);
  const pair = new Pair();
  all(pair.far.socket, 'a connection');
  all(pair.near.socket, 'an accepted connection');
  pair.drop();
}
