import { TIMEOUT } from '../net';
import { FOREVER } from '../selectors';
import { nowNs } from '../wasi';
import { ManagedConnection } from './connection-pool';
import { Reactor } from './reactor';
import { TimerTask } from './timers';

/** The connection does not linger yet. */
const NEVER: i64 = -1;

/**
 * The time limits of one connection: one task, for the next of them. When a byte passes only the time is noted; the task finds out
 * when it runs, so a busy connection costs no rescheduling.
 */
export class Deadlines extends TimerTask {
  /** Now, not the turn's time: connecting would fail early by what the turn has lasted. */
  private readonly startNs: i64 = nowNs();
  private receivedNs: i64 = this.startNs;
  /** When the peer last took something, or something began to wait for it. */
  private sentNs: i64 = this.startNs;
  private idleSinceNs: i64 = this.startNs;
  private lingersSinceNs: i64 = NEVER;

  constructor(
    private reactor: Reactor,
    private connection: ManagedConnection,
  ) {
    super();
  }

  /** The connection is open: its times begin. */
  hasOpened(): void {
    this.receivedNs = this.sentNs = this.idleSinceNs = this.reactor.nowNs;
  }

  /** The connection begins to wait for bytes: now, which may be later than the turn's time. */
  startsReceiving(): void {
    this.receivedNs = this.idleSinceNs = nowNs();
  }

  /** Bytes have arrived. */
  hasReceived(): void {
    this.receivedNs = this.idleSinceNs = this.reactor.nowNs;
  }

  /** The peer has taken bytes. */
  hasSent(): void {
    this.sentNs = this.idleSinceNs = this.reactor.nowNs;
  }

  /** Bytes begin to wait for the peer. */
  startsSending(): void {
    this.sentNs = this.reactor.nowNs;
  }

  /** Schedules the next limit, unless the task comes before it anyway. */
  arm(): void {
    if (this.lingersSinceNs == NEVER && this.connection.isLingering) this.lingersSinceNs = this.reactor.nowNs;
    const dueNs = this.nextNs;
    if (dueNs != FOREVER && (!this.isScheduled || dueNs < this.dueNs))
      this.reactor.timers.scheduleAt(this, max(dueNs, this.reactor.nowNs));
  }

  /** Ends them all. */
  disarm(): void {
    this.reactor.timers.cancel(this);
  }

  onTimer(): void {
    const connection = this.connection;
    const now = this.reactor.nowNs;
    if (connection.isConnecting) {
      if (this.connectingUntilNs <= now) connection.fail(TIMEOUT);
      else this.arm();
    } else if (this.sendingUntilNs <= now || this.readingUntilNs <= now) connection.fail(TIMEOUT);
    else if (this.lingeringUntilNs <= now) connection.abort();
    else {
      if (this.idleUntilNs <= now) {
        this.idleSinceNs = now;
        connection.receiver.onIdle();
      }
      this.arm();
    }
  }

  private get nextNs(): i64 {
    if (this.connection.isConnecting) return this.connectingUntilNs;
    const quietNs = min(this.readingUntilNs, this.idleUntilNs);
    return min(min(this.sendingUntilNs, this.lingeringUntilNs), quietNs);
  }

  private get connectingUntilNs(): i64 {
    return after(this.startNs, this.connection.options.connectNs);
  }

  private get sendingUntilNs(): i64 {
    return this.connection.isSending ? after(this.sentNs, this.connection.options.writeNs) : FOREVER;
  }

  private get lingeringUntilNs(): i64 {
    if (this.lingersSinceNs == NEVER) return FOREVER;
    return after(this.lingersSinceNs, this.connection.options.lingerNs);
  }

  private get readingUntilNs(): i64 {
    const connection = this.connection;
    return connection.isOpen && connection.isReading
      ? after(this.receivedNs, connection.options.readNs)
      : FOREVER;
  }

  private get idleUntilNs(): i64 {
    return this.connection.isOpen ? after(this.idleSinceNs, this.connection.options.idleNs) : FOREVER;
  }
}

/** A time after another; a limit of FOREVER stays that. */
function after(startNs: i64, limitNs: i64): i64 {
  return limitNs > FOREVER - startNs ? FOREVER : startNs + limitNs;
}
