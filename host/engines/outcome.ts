import { constants } from 'node:os';

/** `error-code` of wasi:sockets/network@0.2.0, in its order. */
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

/** Gives the outcome, a negative number, of an error code. */
export function failure(code: ErrorCode): number {
  return -1 - ERROR_CODES.indexOf(code);
}

/** Gives the error code of a negative outcome as the guest knows it: the index in the WIT's list. */
export function errorCodeIndex(outcome: number): number {
  return -1 - outcome;
}

/** Gives the name of a negative outcome's error code. */
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

/** Errors of a connection that was over before it was accepted: Linux hands them on. Source: `man 2 accept`. */
const BROKEN_BEFORE_ACCEPT = new Set([
  errno.ECONNRESET,
  errno.ENETDOWN,
  errno.ENETUNREACH,
  errno.EHOSTUNREACH,
  errno.EPROTO,
  errno.ENOPROTOOPT,
  errno.EOPNOTSUPP,
]);

/** Gives the outcome of accepting with an error number: the listener has nothing to do with what became of a client. */
export function outcomeOfAccept(errorNumber: number): number {
  return BROKEN_BEFORE_ACCEPT.has(errorNumber) ? failure('connection-aborted') : outcomeOf(errorNumber);
}

/** Gives the outcome of connecting with an error number; would-block: it is under way. */
export function outcomeOfConnect(errorNumber: number): number {
  if (errorNumber === errno.EINPROGRESS) return WOULD_BLOCK;
  // No port is left to connect from.
  if (errorNumber === errno.EADDRNOTAVAIL || errorNumber === errno.EAGAIN) return failure('address-in-use');
  return outcomeOf(errorNumber);
}
