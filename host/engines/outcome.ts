import { constants } from 'node:os';

/** The cases of `error-code` in wasi:sockets/network@0.2.0, in that order. */
const ERROR_CODES = [
  'unknown',
  'access-denied',
  'not-supported',
  'invalid-argument',
  'out-of-memory',
  'timeout',
  'concurrency-conflict',
  'not-in-progress',
  'would-block',
  'invalid-state',
  'new-socket-limit',
  'address-not-bindable',
  'address-in-use',
  'remote-unreachable',
  'connection-refused',
  'connection-reset',
  'connection-aborted',
  'datagram-too-large',
  'name-unresolvable',
  'temporary-resolver-failure',
  'permanent-resolver-failure',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Gives an error code's outcome, which is below 0. */
export function failure(code: ErrorCode): number {
  return -1 - ERROR_CODES.indexOf(code);
}

/** Gives the index in WIT's `error-code` of an outcome below 0. */
export function errorCodeIndex(outcome: number): number {
  return -1 - outcome;
}

/** Gives the error code of an outcome below 0. */
export function errorCodeName(outcome: number): ErrorCode {
  return ERROR_CODES[errorCodeIndex(outcome)] ?? 'unknown';
}

export const WOULD_BLOCK = failure('would-block');
export const INVALID_STATE = failure('invalid-state');

const { errno } = constants;
const BY_ERRNO = new Map<number, number>([
  [errno.EAGAIN, WOULD_BLOCK],
  [errno.EACCES, failure('access-denied')],
  [errno.EPERM, failure('access-denied')],
  [errno.EAFNOSUPPORT, failure('not-supported')],
  [errno.EOPNOTSUPP, failure('not-supported')],
  [errno.EINVAL, failure('invalid-argument')],
  [errno.EDESTADDRREQ, failure('invalid-argument')],
  [errno.EMSGSIZE, failure('datagram-too-large')],
  [errno.ENOMEM, failure('out-of-memory')],
  [errno.ENOBUFS, failure('out-of-memory')],
  [errno.ETIMEDOUT, failure('timeout')],
  [errno.EALREADY, failure('concurrency-conflict')],
  [errno.ENOTCONN, INVALID_STATE],
  [errno.EISCONN, INVALID_STATE],
  [errno.EMFILE, failure('new-socket-limit')],
  [errno.ENFILE, failure('new-socket-limit')],
  [errno.EADDRNOTAVAIL, failure('address-not-bindable')],
  [errno.EADDRINUSE, failure('address-in-use')],
  [errno.ENETUNREACH, failure('remote-unreachable')],
  [errno.EHOSTUNREACH, failure('remote-unreachable')],
  [errno.ENETDOWN, failure('remote-unreachable')],
  [errno.ECONNREFUSED, failure('connection-refused')],
  [errno.ECONNRESET, failure('connection-reset')],
  [errno.EPIPE, failure('connection-reset')],
  [errno.ECONNABORTED, failure('connection-aborted')],
]);

/** Gives the outcome of a system call's error number. */
export function outcomeOf(errorNumber: number): number {
  return BY_ERRNO.get(errorNumber) ?? failure('unknown');
}

/** Errors that Linux reports to `accept` for a connection that has failed before. Source: `man 2 accept`, Error handling. */
const BROKEN_BEFORE_ACCEPT = new Set([
  errno.ECONNRESET,
  errno.ENETDOWN,
  errno.ENETUNREACH,
  errno.EHOSTUNREACH,
  errno.EPROTO,
  errno.ENOPROTOOPT,
  errno.EOPNOTSUPP,
]);

/** Gives the outcome of `accept`'s error number; connection-aborted: only that connection failed, the listener did not. */
export function outcomeOfAccept(errorNumber: number): number {
  return BROKEN_BEFORE_ACCEPT.has(errorNumber) ? failure('connection-aborted') : outcomeOf(errorNumber);
}

/** Gives the outcome of `connect`'s error number; would-block: connecting is under way. */
export function outcomeOfConnect(errorNumber: number): number {
  if (errorNumber === errno.EINPROGRESS) return WOULD_BLOCK;
  // No ephemeral port is free.
  if (errorNumber === errno.EADDRNOTAVAIL || errorNumber === errno.EAGAIN) return failure('address-in-use');
  return outcomeOf(errorNumber);
}
