import { CONNECTION_ABORTED, INVALID_STATE, TcpListener, TcpStream, WOULD_BLOCK, describe } from '../net';
import { EVENT_READ, FOREVER, Selector } from '../selectors';
import { nowNs } from '../wasi/monotonic-clock';
import { formatNumber } from '../wasi/text';
import { ConnectionQuota } from './connection-quota';

/** Connections accepted at most per turn and listener, so that a rush of new clients doesn't hold up the others. */
export const ACCEPT_BUDGET: i32 = 64;
/** At a limit, how long to wait for a client to leave before it is tried again. */
const RETRY_NS: i64 = 1_000_000_000;

/**
 * Takes clients in, up to a limit, through listeners that it registers with a selector under `data`.
 *
 * At the limit, and when the host has no more sockets, the listeners are not registered for a while (clients wait in the OS's
 * backlog), until a client has left; now and then it looks whether the host still listens.
 */
export class Acceptor<T> {
  /** The host has stopped listening for us: no more clients will come, those who are here should be seen off. */
  isDraining: bool = false;
  /** No listener is registered for a while: there is more to come, though the selector may have nothing. */
  isPaused: bool = false;
  private budget: i32 = ACCEPT_BUDGET;
  private retryAtNs: i64 = FOREVER;
  private pausedAtCount: i32 = 0;
  private lastReason: string = '';

  constructor(
    private selector: Selector<T>,
    private listeners: TcpListener[],
    private quota: ConnectionQuota,
    private data: T,
    /** Where to say, once for each reason, that clients wait. */
    private say: (line: string) => void,
  ) {
    this.listen();
  }

  /** How long `select` may wait at most before `turn` is called, in nanoseconds. */
  get waitNs(): i64 {
    return this.retryAtNs == FOREVER ? FOREVER : max(this.retryAtNs - nowNs(), 0);
  }

  /** Accepts one client; null: no more now. It counts as one more of the quota until `clientLeft`. */
  accept(listener: TcpListener): TcpStream | null {
    while (this.budget > 0 && !this.isPaused && listener.isOpen) {
      this.budget--;
      const isFull = this.quota.isFull;
      let stream: TcpStream | null = null;
      if (!isFull) stream = listener.accept();
      if (stream != null) {
        this.quota.count++;
        return stream;
      }
      const outcome = isFull ? listener.checkListening() : listener.outcome;
      if (outcome == WOULD_BLOCK) break;
      if (outcome == INVALID_STATE) this.forget(listener);
      else if (isFull) this.pause('Limit of ' + formatNumber(this.quota.limit) + ' connections reached');
      else if (outcome != CONNECTION_ABORTED) this.pause("Can't accept: " + describe(outcome));
    }
    this.budget = ACCEPT_BUDGET;
    return null;
  }

  /** A client's connection is closed. */
  clientLeft(): void {
    this.quota.count--;
  }

  /** Once a turn: accepts again when a client has left or it is time to look. */
  turn(): void {
    if (this.isPaused && (this.quota.count < this.pausedAtCount || nowNs() >= this.retryAtNs)) this.listen();
  }

  /** Stops for good: closes the listeners, so that the OS refuses new clients. */
  close(): void {
    this.isPaused = false;
    this.retryAtNs = FOREVER;
    for (let i = 0; i < this.listeners.length; i++) this.forget(this.listeners[i]);
  }

  private listen(): void {
    this.isPaused = false;
    this.retryAtNs = FOREVER;
    for (let i = 0; i < this.listeners.length; i++)
      this.selector.register(this.listeners[i], EVENT_READ, this.data);
  }

  private pause(reason: string): void {
    this.isPaused = true;
    this.retryAtNs = nowNs() + RETRY_NS;
    this.pausedAtCount = this.quota.count;
    for (let i = 0; i < this.listeners.length; i++) this.selector.unregister(this.listeners[i]);
    if (reason != this.lastReason) this.say(reason + ': new clients wait');
    this.lastReason = reason;
  }

  private forget(listener: TcpListener): void {
    this.isDraining = true;
    this.selector.unregister(listener);
    listener.close(); // so that `listen` can't register it again
  }
}
