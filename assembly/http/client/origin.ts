import { ClientConnection } from './client-connection';
import { ClientExchange } from './client-exchange';

/** A host and port that requests go to: its connections, and what waits for one. */
export class Origin {
  /** How many connections there are. */
  connections: i32 = 0;
  /** Those that have no request, the one that was used last at the end. */
  readonly idle: ClientConnection[] = [];
  /** Exchanges that wait, in their order. */
  readonly waiting: ClientExchange[] = [];

  constructor(
    /** Host and port, as `Host` has them. */
    readonly authority: string,
  ) {}

  /** Whether there is nothing to keep of it. */
  get isUnused(): bool {
    return this.connections == 0 && this.waiting.length == 0;
  }

  /** Takes the idle connection that was used last: the most likely one to be open at the server too. Null: there is none. */
  takeIdle(): ClientConnection | null {
    while (this.idle.length > 0) {
      const connection = this.idle.pop();
      if (connection.connection.isOpen) return connection;
    }
    return null;
  }

  /** Drops the connection that has been idle for the longest time. False: none is. */
  dropIdle(): bool {
    if (this.idle.length == 0) return false;
    this.idle.shift().connection.abort();
    return true;
  }

  /** Takes a connection out that has closed. */
  forget(connection: ClientConnection): void {
    const i = this.idle.indexOf(connection);
    if (i >= 0) this.idle.splice(i, 1);
  }
}
