import * as outcome from '../wasi/outcomes';

export * from '../wasi/outcomes';

/** Says a failed outcome in words, in lower case, for the middle of a sentence. */
export function describe(code: i32): string {
  switch (code) {
    case outcome.ACCESS_DENIED:
      return 'access denied';
    case outcome.NOT_SUPPORTED:
      return 'not supported here';
    case outcome.INVALID_ARGUMENT:
      return 'invalid argument';
    case outcome.OUT_OF_MEMORY:
      return 'out of memory';
    case outcome.TIMEOUT:
      return 'timed out';
    case outcome.CONCURRENCY_CONFLICT:
      return 'another operation is under way';
    case outcome.NOT_IN_PROGRESS:
      return 'nothing is under way';
    case outcome.WOULD_BLOCK:
      return 'not ready';
    case outcome.INVALID_STATE:
      return 'closed';
    case outcome.NEW_SOCKET_LIMIT:
      return 'no more sockets allowed (limit of open files)';
    case outcome.ADDRESS_NOT_BINDABLE:
      return 'no such address on this machine';
    case outcome.ADDRESS_IN_USE:
      return 'address in use';
    case outcome.REMOTE_UNREACHABLE:
      return 'unreachable';
    case outcome.CONNECTION_REFUSED:
      return 'connection refused';
    case outcome.CONNECTION_RESET:
      return 'connection reset';
    case outcome.CONNECTION_ABORTED:
      return 'connection aborted';
    case outcome.CONNECTION_BROKEN:
      return 'connection lost';
    default:
      return 'unknown error';
  }
}
