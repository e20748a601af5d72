import {
  CONNECTION_ABORTED,
  INVALID_STATE,
  TcpListener,
  TcpStream,
  WOULD_BLOCK,
  describe,
} from '../net';
import { EVENT_READ, FOREVER, Selector } from '../selectors';
import { nowNs } from '../wasi/monotonic-clock';

/** Connections accepted at most per turn and listener, so that a rush of new clients doesn't hold up the others. */
const ACCEPT_BUDGET: i32 = 64;
/** How long to wait before accepting again after the host refused (no more sockets, no memory), unless a client leaves. */
const RETRY_NS: i64 = 100_000_000;

/**
 * Takes clients in, up to a limit, through listeners that it registers with a selector under `data`.
 *
 * At the limit, and when the host has no more sockets, it stops listening to the selector (clients wait in the OS's backlog)
 * and goes on when a client has left.
 */
export class Acceptor<T> {
  /** The host has stopped listening for us: no more clients will come, those who are here should be seen off. */
  isDraining: bool = false;
  private connections: i32 = 0;
  private budget: i32 = ACCEPT_BUDGET;
  private isPaused: bool = false;
  private retryAtNs: i64 = FOREVER;
  private toldLimit: bool = false;
  private toldFailure: bool = false;

  constructor(
    private selector: Selector<T>,
    private listeners: TcpListener[],
    private limit: i32,
    private data: T,
    /** Where to say, once each, that clients wait. */
    private say: (line: string) => void,
  ) {
    this.listen();
  }

  /** How long `select` may wait at most before `turn` is called, in nanoseconds. */
  get waitNs(): i64 {
    return this.retryAtNs == FOREVER ? FOREVER : max(this.retryAtNs - nowNs(), 0);
  }

  /** Accepts one client; null: no more now. Each client that it returned is to be reported by `clientLeft`. */
  accept(listener: TcpListener): TcpStream | null {
    while (this.budget > 0 && !this.isPaused && listener.isOpen) {
      const stream = listener.accept();
      if (stream != null) {
        this.budget--;
        this.connections++;
        if (this.connections >= this.limit) this.pauseAtLimit();
        return stream;
      }
      if (listener.outcome == INVALID_STATE) this.forget(listener);
      else if (listener.outcome == CONNECTION_ABORTED) this.budget--;
      else if (listener.outcome == WOULD_BLOCK) break;
      else this.pauseAfter(listener.outcome);
    }
    this.budget = ACCEPT_BUDGET;
    return null;
  }

  /** A client's connection is closed. */
  clientLeft(): void {
    this.connections--;
    if (this.isPaused) this.resume();
  }

  /** Once a turn: accepts again when the time for it has come. */
  turn(): void {
    if (this.retryAtNs != FOREVER && nowNs() >= this.retryAtNs) this.resume();
  }

  private listen(): void {
    for (let i = 0; i < this.listeners.length; i++) {
      this.selector.register(this.listeners[i], EVENT_READ, this.data);
    }
  }

  private pause(): void {
    this.isPaused = true;
    for (let i = 0; i < this.listeners.length; i++) this.selector.unregister(this.listeners[i]);
  }

  private resume(): void {
    this.isPaused = false;
    this.retryAtNs = FOREVER;
    this.listen();
  }

  private pauseAtLimit(): void {
    if (!this.toldLimit) this.say(`Limit of ${this.limit} connections reached: new clients wait until one leaves`);
    this.toldLimit = true;
    this.pause();
  }

  private pauseAfter(outcome: i32): void {
    if (!this.toldFailure) this.say(`Can't accept: ${describe(outcome)}. New clients wait`);
    this.toldFailure = true;
    this.retryAtNs = nowNs() + RETRY_NS;
    this.pause();
  }

  private forget(listener: TcpListener): void {
    this.isDraining = true;
    this.selector.unregister(listener);
    listener.close();
    const i = this.listeners.indexOf(listener);
    if (i >= 0) this.listeners.splice(i, 1);
  }
}
