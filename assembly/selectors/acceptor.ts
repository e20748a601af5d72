import {
  CONNECTION_ABORTED,
  INVALID_STATE,
  Selectable,
  TcpListener,
  TcpStream,
  WOULD_BLOCK,
  describe,
} from '../net';
import { formatNumber, nowNs } from '../wasi';
import { AcceptFilter, HeldClients } from './accept-filter';
import { EVENT_READ, FOREVER } from './events';
import { Selector } from './selector';

/**
 * The most connections of a program, and the default. Each takes up to five of the 100,000 handles that wasmtime gives a component
 * before it traps.
 */
export const MAX_CONNECTIONS: i32 = 16384;
/** The most connections accepted per turn and listener, so that a rush of new clients doesn't hold up the others. */
export const ACCEPT_BUDGET: i32 = 64;
/** At a limit, how long to wait for a client to leave before it is tried again. */
const RETRY_NS: i64 = 1_000_000_000;

/** How many connections there are, and may be. */
export class ConnectionQuota {
  /** How many there are. */
  count: i32 = 0;
  /** How many of them this program has connected itself. */
  connected: i32 = 0;

  constructor(
    /** How many there may be. */
    readonly limit: i32,
    /** How many clients there may be. */
    readonly clientLimit: i32 = limit,
  ) {}

  /** How many of them are clients. */
  get clients(): i32 {
    return this.count - this.connected;
  }

  /** Whether there is no capacity for one more. */
  get isFull(): bool {
    return this.count >= this.limit;
  }

  /** Whether there is no capacity for one more client. */
  get isFullForClients(): bool {
    return this.isFull || this.clients >= this.clientLimit;
  }
}

/**
 * Accepts clients, up to a limit, by listeners that it registers with a selector under `data`.
 *
 * At the limit, and when the host has no more sockets, it unregisters the listeners (clients wait in the OS's backlog) until a client
 * has left; once a second it looks whether the host still listens. Clients that its filter holds are registered under `data` as well.
 */
export class Acceptor<T> {
  /** The host has stopped listening: no more clients will come, and those who are connected should finish. */
  isDraining: bool = false;
  /** No listener is registered for a while: more clients may come, though the selector may have nothing. */
  isPaused: bool = false;
  /** How many clients the filter has refused; whoever counts them may set it back. */
  refused: i32 = 0;
  private budget: i32 = ACCEPT_BUDGET;
  private retryAtNs: i64 = FOREVER;
  private pausedAtCount: i32 = 0;
  private lastReason: string = '';
  private held: HeldClients | null = null;

  constructor(
    private selector: Selector<T>,
    private listeners: TcpListener[],
    private quota: ConnectionQuota,
    private data: T,
    /** Called once for each reason why clients wait. */
    private log: (line: string) => void,
    /** Holds clients that have to send something before they are served; null: all are served at once. */
    filter: AcceptFilter | null = null,
  ) {
    if (filter != null) this.held = filter.open(log);
    this.listen();
  }

  /** How long `select` may wait at most before `turn` is called, in nanoseconds. */
  get waitNs(): i64 {
    const held = this.held;
    const retryNs = this.retryAtNs == FOREVER ? FOREVER : max(this.retryAtNs - nowNs(), 0);
    return held == null ? retryNs : min(retryNs, held.waitNs);
  }

  /**
   * Accepts one client at an object that is ready for it: a listener, or a client that was held. Null: no more now. It counts as one
   * more of the quota until `clientLeft`.
   */
  accept(object: Selectable): TcpStream | null {
    const held = this.held;
    let stream: TcpStream | null = null;
    if (object instanceof TcpListener) {
      do stream = this.acceptAt(object as TcpListener);
      while (stream != null && this.hold(stream));
    } else if (held != null && object.token != 0) {
      // else it was released when it was asked for before
      stream = held.admit(object);
      if (stream != null || !object.isOpen) this.release(held, object);
    }
    return stream;
  }

  private acceptAt(listener: TcpListener): TcpStream | null {
    while (this.budget > 0 && !this.isPaused && listener.isOpen) {
      this.budget--;
      const isFull = this.quota.isFullForClients;
      let stream: TcpStream | null = null;
      if (!isFull) stream = listener.accept();
      if (stream != null) {
        this.quota.count++;
        return stream;
      }
      const outcome = isFull ? listener.checkListening() : listener.lastError;
      if (outcome == WOULD_BLOCK) break;
      if (outcome == INVALID_STATE) this.forget(listener);
      else if (isFull)
        this.pause('Limit of ' + formatNumber(this.quota.clientLimit) + ' connections reached');
      else if (outcome != CONNECTION_ABORTED) this.pause("Can't accept: " + describe(outcome));
    }
    this.budget = ACCEPT_BUDGET;
    return null;
  }

  /** Waits for the next client and accepts it; the whole program waits. Null: no listener is left. */
  acceptBlocking(): TcpStream | null {
    while (this.selector.getMap().size > 0 || this.isPaused) {
      const ready = this.selector.select(this.waitNs);
      for (let i = 0; i < ready.length; i++) {
        const stream = this.accept(ready.key(i).object);
        if (stream != null) return stream;
      }
      this.turn();
    }
    return null;
  }

  /** A client's connection has closed. */
  clientLeft(): void {
    this.quota.count--;
  }

  /** Once a turn: accepts again when a client has left or it is time to look. */
  turn(): void {
    this.closeHeld(false);
    if (this.isPaused && (this.quota.clients < this.pausedAtCount || nowNs() >= this.retryAtNs))
      this.listen();
  }

  /** Stops for good: closes the listeners, so that the OS refuses new clients. */
  close(): void {
    this.isPaused = false;
    this.retryAtNs = FOREVER;
    for (let i = 0; i < this.listeners.length; i++) this.forget(this.listeners[i]);
    this.closeHeld(true);
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
    this.pausedAtCount = this.quota.clients;
    for (let i = 0; i < this.listeners.length; i++) this.selector.unregister(this.listeners[i]);
    if (reason != this.lastReason) this.log(reason + ': new clients wait');
    this.lastReason = reason;
  }

  private hold(stream: TcpStream): bool {
    const held = this.held;
    if (held == null) return false;
    const client = held.hold(stream);
    if (client != null) this.selector.register(client, EVENT_READ, this.data);
    return client != null;
  }

  private release(held: HeldClients, client: Selectable): void {
    this.selector.unregister(client);
    this.quota.count -= held.refused;
    this.refused += held.refused;
    held.refused = 0;
  }

  /** Closes clients that are held: those whose time is over, or all. */
  private closeHeld(isForced: bool): void {
    const held = this.held;
    if (held == null) return;
    for (let client = held.close(isForced); client != null; client = held.close(isForced))
      this.release(held, client);
  }

  private forget(listener: TcpListener): void {
    this.isDraining = true;
    this.selector.unregister(listener);
    listener.close(); // so that `listen` can't register it again
  }
}
