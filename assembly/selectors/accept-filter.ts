import { Selectable, TcpStream } from '../net';

/** Holds back clients that have to send something before they are served: an accept filter, as FreeBSD's SO_ACCEPTFILTER. */
export abstract class AcceptFilter {
  /** Starts for one acceptor. `log`: called with a line for the operator. */
  abstract open(log: (line: string) => void): HeldClients;
}

/** The clients of one acceptor that have been accepted and are not served yet. */
export abstract class HeldClients {
  /** How many have been refused, and were not counted by the acceptor. */
  refused: i32 = 0;

  /** How long `select` may wait at most before `close` is called for those whose time is over, in nanoseconds. */
  abstract get waitNs(): i64;

  /** Returns what is to be registered for EVENT_READ where a client is held, with its connection; null: the client is served at once. */
  abstract hold(stream: TcpStream): Selectable | null;

  /**
   * Receives from a client that is ready, and no byte of what its server is to receive. Returns its connection once it is to be served; null:
   * not yet, or it is closed and refused.
   */
  abstract admit(client: Selectable): TcpStream | null;

  /** Closes and refuses the next client whose time is over, or whatever its time is (`isForced`), and returns it; null: there is none. */
  abstract close(isForced: bool): Selectable | null;
}
