/** Facts about wasi:clocks, random and cli, and about wasi:sockets/ip-name-lookup. */
import { block, dropInput, dropOutput, dropPollable, isReady } from './imports/io';
import { dropNames, resolveAddresses, resolveNextAddress, subscribeNames } from './imports/names';
import { getDirectories } from './imports/filesystem';
import * as system from './imports/system';
import {
  INVALID_ARGUMENT,
  NAME_UNRESOLVABLE,
  OK,
  RESULT,
  WOULD_BLOCK,
  fact,
  factEqual,
  handle,
  wide,
} from './results';
import { network, waitFor } from './tcp-tools';

const MILLISECOND_NS: u64 = 1_000_000;

/** 2020 and 2100, in seconds since 1970. */
const LONG_AGO: u64 = 1_577_836_800;
const FAR_OFF: u64 = 4_102_444_800;

function clocks(): void {
  const start = system.now();
  const pollable = system.subscribeDuration(20 * MILLISECOND_NS);
  factEqual('subscribe-duration: is not ready at once', isReady(pollable), 0);
  block(pollable);
  const end = system.now();
  fact('subscribe-duration: is ready after its time, never early', end - start >= 20 * MILLISECOND_NS);
  factEqual('subscribe-duration: stays ready', isReady(pollable), 1);
  dropPollable(pollable);
  const instant = system.subscribeInstant(end + 20 * MILLISECOND_NS);
  factEqual('subscribe-instant: is not ready at once', isReady(instant), 0);
  block(instant);
  fact('subscribe-instant: is ready at its time, never early', system.now() >= end + 20 * MILLISECOND_NS);
  dropPollable(instant);
  const past = system.subscribeInstant(0);
  block(past);
  factEqual('subscribe-instant: the past is ready', isReady(past), 1);
  dropPollable(past);
  const nothing = system.subscribeDuration(0);
  block(nothing);
  factEqual('subscribe-duration: 0 is ready', isReady(nothing), 1);
  dropPollable(nothing);
  const never = system.subscribeDuration(u64.MAX_VALUE);
  factEqual('subscribe-duration: the longest is not ready', isReady(never), 0);
  dropPollable(never);
  const resolution = system.resolution();
  fact(
    'monotonic-clock.resolution: is at most a millisecond',
    resolution > 0 && resolution <= MILLISECOND_NS,
  );
  system.wallNow(RESULT);
  const seconds = load<u64>(RESULT);
  fact('wall-clock.now: is a time of our days', seconds > LONG_AGO && seconds < FAR_OFF);
  fact('wall-clock.now: has less than 10^9 nanoseconds', load<u32>(RESULT, 8) < 1_000_000_000);
  system.wallNow(RESULT);
  fact('wall-clock.now: goes on', load<u64>(RESULT) - seconds < 60);
  system.wallResolution(RESULT);
  fact('wall-clock.resolution: is at most a second', load<u64>(RESULT) == 0 && load<u32>(RESULT, 8) > 0);
}

/** Whether a list of bytes in the result looks like chance: of 4096 bytes, about 2048 are above 127. */
function looksRandom(): bool {
  const list = load<usize>(RESULT);
  let high = 0;
  for (let i = 0; i < 4096; i++) high += load<u8>(list + i) >> 7;
  return load<i32>(RESULT, 4) == 4096 && high > 1800 && high < 2300;
}

function random(): void {
  system.getRandomBytes(4096, RESULT);
  fact('get-random-bytes: gives so many, by chance', looksRandom());
  system.getRandomBytes(0, RESULT);
  factEqual('get-random-bytes: of 0 is empty', load<i32>(RESULT, 4), 0);
  fact('get-random-u64: gives different numbers', system.getRandomU64() != system.getRandomU64());
  system.getInsecureRandomBytes(4096, RESULT);
  fact('get-insecure-random-bytes: gives so many, by chance', looksRandom());
  fact(
    'get-insecure-random-u64: gives different numbers',
    system.getInsecureRandomU64() != system.getInsecureRandomU64(),
  );
  system.insecureSeed(RESULT);
  const one = load<u64>(RESULT);
  const two = load<u64>(RESULT, 8);
  fact('insecure-seed: gives two numbers', one != two);
  system.insecureSeed(RESULT);
  fact('insecure-seed: gives the same again', load<u64>(RESULT) == one && load<u64>(RESULT, 8) == two);
}

function command(): void {
  system.getArguments(RESULT);
  const list = load<usize>(RESULT);
  factEqual('get-arguments: gives them all, the program first', load<i32>(RESULT, 4), 4);
  fact(
    'get-arguments: gives them as they are',
    String.UTF8.decodeUnsafe(load<usize>(list + 16), load<usize>(list + 16, 4)) == 'zwei 2' &&
      load<i32>(list + 24, 4) == 0,
  );
  system.getEnvironment(RESULT);
  factEqual('get-environment: is empty where nobody gives one', load<i32>(RESULT, 4), 0);
  system.initialCwd(RESULT);
  factEqual('initial-cwd: there is none', load<u8>(RESULT), 0);
  system.getTerminalStdin(RESULT);
  factEqual('get-terminal-stdin: there is none', load<u8>(RESULT), 0);
  system.getTerminalStdout(RESULT);
  factEqual('get-terminal-stdout: there is none', load<u8>(RESULT), 0);
  system.getTerminalStderr(RESULT);
  factEqual('get-terminal-stderr: there is none', load<u8>(RESULT), 0);
  getDirectories(RESULT);
  factEqual('get-directories: there are none', load<i32>(RESULT, 4), 0);
  dropInput(system.getStdin());
  dropOutput(system.getStdout());
  dropOutput(system.getStderr());
  const again = system.getStdout();
  fact('get-stdout: gives another after one was dropped', again != 0);
  dropOutput(again);
}

/** Starts a look-up; its code. */
function resolveCode(name: string): i32 {
  const text = String.UTF8.encode(name);
  resolveAddresses(network(), changetype<usize>(text), text.byteLength, RESULT);
  return wide();
}

/** Reads a result<option<ip-address>, error-code>: its code, or OK. */
function nextCode(stream: i32): i32 {
  resolveNextAddress(stream, RESULT);
  return load<u8>(RESULT) == 0 ? OK : <i32>load<u8>(RESULT, 2);
}

function hasAddress(): bool {
  return load<u8>(RESULT, 2) == 1;
}

/** Name look-up, where it is allowed. */
export function nameFacts(): void {
  factEqual('resolve-addresses: an address is one', resolveCode('127.0.0.1'), OK);
  const literal = handle();
  waitFor(subscribeNames(literal));
  fact(
    'resolve-next-address: gives it',
    nextCode(literal) == OK && hasAddress() && load<u8>(RESULT, 4) == 0 && load<u8>(RESULT, 6) == 127,
  );
  fact('resolve-next-address: then none', nextCode(literal) == OK && !hasAddress());
  fact('resolve-next-address: and none again', nextCode(literal) == OK && !hasAddress());
  dropNames(literal);
  factEqual('resolve-addresses: an IPv6 address is one', resolveCode('::1'), OK);
  const ipv6 = handle();
  waitFor(subscribeNames(ipv6));
  fact(
    'resolve-next-address: gives its groups',
    nextCode(ipv6) == OK && load<u8>(RESULT, 4) == 1 && load<u16>(RESULT, 20) == 1,
  );
  dropNames(ipv6);
  factEqual('resolve-addresses: a name', resolveCode('localhost'), OK);
  const name = handle();
  const early = nextCode(name);
  fact('resolve-next-address: before the answer it is would-block', early == WOULD_BLOCK || early == OK);
  waitFor(subscribeNames(name));
  fact(
    'resolve-next-address: of localhost gives an address',
    early == OK || (nextCode(name) == OK && hasAddress()),
  );
  dropNames(name);
  factEqual('resolve-addresses: what is no name is invalid-argument', resolveCode('a b'), INVALID_ARGUMENT);
  factEqual('resolve-addresses: no name at all is invalid-argument', resolveCode(''), INVALID_ARGUMENT);
  const unknown = resolveCode('name.invalid');
  if (unknown == OK) {
    const stream = handle();
    waitFor(subscribeNames(stream));
    const code = nextCode(stream);
    fact('resolve-next-address: of an unknown name fails', code >= NAME_UNRESOLVABLE);
    factEqual('resolve-next-address: fails again in the same way', nextCode(stream), code);
    dropNames(stream);
  }
}

/** Environment variables, where they are given. */
export function environmentFacts(): void {
  system.getEnvironment(RESULT);
  const list = load<usize>(RESULT);
  factEqual('get-environment: gives what is given', load<i32>(RESULT, 4), 1);
  fact(
    'get-environment: gives name and value',
    String.UTF8.decodeUnsafe(load<usize>(list), load<usize>(list, 4)) == 'GREETING' &&
      String.UTF8.decodeUnsafe(load<usize>(list, 8), load<usize>(list, 12)) == 'hi = ä',
  );
}

/** All of it. */
export function systemFacts(): void {
  clocks();
  random();
  command();
}
