import { constants } from 'node:os';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type ErrorCode,
  INVALID_STATE,
  WOULD_BLOCK,
  errorCodeIndex,
  failure,
  outcomeOf,
  outcomeOfAccept,
  outcomeOfConnect,
} from '../../../host/engines/outcome.ts';

const test = suite('outcome');

/** Indexes in wasi:sockets/network@0.2.0's `error-code`. */
const INDEXES: [code: ErrorCode, index: number][] = [
  ['unknown', 0],
  ['access-denied', 1],
  ['not-supported', 2],
  ['invalid-argument', 3],
  ['out-of-memory', 4],
  ['timeout', 5],
  ['concurrency-conflict', 6],
  ['not-in-progress', 7],
  ['would-block', 8],
  ['invalid-state', 9],
  ['new-socket-limit', 10],
  ['address-not-bindable', 11],
  ['address-in-use', 12],
  ['remote-unreachable', 13],
  ['connection-refused', 14],
  ['connection-reset', 15],
  ['connection-aborted', 16],
  ['datagram-too-large', 17],
  ['name-unresolvable', 18],
  ['temporary-resolver-failure', 19],
  ['permanent-resolver-failure', 20],
];
for (const [code, index] of INDEXES) {
  test(`outcome: ${code} is number ${index} for the guest`, () => {
    assert.ok(failure(code) < 0);
    assert.is(errorCodeIndex(failure(code)), index);
  });
}

const ERRNOS: [name: keyof typeof constants.errno, code: ErrorCode][] = [
  ['EAGAIN', 'would-block'],
  ['EWOULDBLOCK', 'would-block'],
  ['EACCES', 'access-denied'],
  ['EPERM', 'access-denied'],
  ['EINVAL', 'invalid-argument'],
  ['EMFILE', 'new-socket-limit'],
  ['ENFILE', 'new-socket-limit'],
  ['ENOBUFS', 'out-of-memory'],
  ['EADDRINUSE', 'address-in-use'],
  ['EADDRNOTAVAIL', 'address-not-bindable'],
  ['EAFNOSUPPORT', 'not-supported'],
  ['ECONNRESET', 'connection-reset'],
  ['EPIPE', 'connection-reset'],
  ['ECONNABORTED', 'connection-aborted'],
  ['ENOTCONN', 'invalid-state'],
  ['ETIMEDOUT', 'timeout'],
  ['EHOSTUNREACH', 'remote-unreachable'],
  ['EMSGSIZE', 'datagram-too-large'],
  ['EDESTADDRREQ', 'invalid-argument'],
  ['EBADF', 'unknown'],
];
for (const [name, code] of ERRNOS) {
  test(`outcome: ${name} is ${code}`, () => {
    assert.is(outcomeOf(constants.errno[name]), failure(code));
  });
}

const OF_ACCEPT: [name: keyof typeof constants.errno, code: ErrorCode][] = [
  ['EAGAIN', 'would-block'],
  ['EMFILE', 'new-socket-limit'],
  ['ECONNABORTED', 'connection-aborted'],
  ['ECONNRESET', 'connection-aborted'],
  ['EPROTO', 'connection-aborted'],
  ['ENETUNREACH', 'connection-aborted'],
];
for (const [name, code] of OF_ACCEPT) {
  test(`outcome: ${name} of accept is ${code}`, () => {
    assert.is(outcomeOfAccept(constants.errno[name]), failure(code));
  });
}

test('outcome: the two that code asks for by name are those', () => {
  assert.is(errorCodeIndex(WOULD_BLOCK), 8);
  assert.is(errorCodeIndex(INVALID_STATE), 9);
});

test('outcome: error numbers that nobody knows are unknown', () => {
  for (const number of [0, -1, 99_999]) assert.is(outcomeOf(number), failure('unknown'));
});

test('outcome: connecting is under way, lacks a port, or fails as any call', () => {
  const { EINPROGRESS, EADDRNOTAVAIL, EAGAIN, ECONNREFUSED } = constants.errno;
  assert.is(outcomeOfConnect(EINPROGRESS), WOULD_BLOCK);
  assert.is(outcomeOfConnect(EADDRNOTAVAIL), failure('address-in-use'));
  assert.is(outcomeOfConnect(EAGAIN), failure('address-in-use'));
  assert.is(outcomeOfConnect(ECONNREFUSED), failure('connection-refused'));
});

test.run();
