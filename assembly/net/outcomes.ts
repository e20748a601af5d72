import * as outcome from '../wasi/outcomes';

export * from '../wasi/outcomes';

/** Says in lower-case words why listening, accepting or a connection failed. */
export function describe(code: i32): string {
  switch (code) {
    case outcome.ACCESS_DENIED:
      return 'access denied';
    case outcome.NOT_SUPPORTED:
      return 'not supported here';
    case outcome.OUT_OF_MEMORY:
      return 'out of memory';
    case outcome.INVALID_STATE:
      return 'closed';
    case outcome.NEW_SOCKET_LIMIT:
      return 'no more sockets allowed (limit of open files)';
    case outcome.ADDRESS_NOT_BINDABLE:
      return 'no such address on this machine';
    case outcome.ADDRESS_IN_USE:
      return 'address in use';
    case outcome.CONNECTION_RESET:
      return 'connection reset';
    case outcome.CONNECTION_BROKEN:
      return 'connection lost';
    default:
      return 'unknown error';
  }
}
