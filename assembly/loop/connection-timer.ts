import { TIMEOUT } from '../net';
import { FOREVER } from '../selectors';
import { Connection } from './connection';
import { TimerTask } from './timer-task';

/** No time has been taken yet. */
const NEVER: i64 = -1;

/**
 * The times of one connection: one task, for the next of its limits. When a byte passes only the time is noted; the task finds out
 * when it runs, so a busy connection costs no rescheduling.
 */
export class ConnectionTimer extends TimerTask {
  private receivedNs: i64;
  /** When the peer last took something, or something began to wait for it. */
  private sentNs: i64;
  private idleSinceNs: i64;
  private readonly startNs: i64;
  private lingersSinceNs: i64 = NEVER;

  constructor(private connection: Connection) {
    super();
    const nowNs = connection.loop.nowNs;
    this.startNs = nowNs;
    this.receivedNs = nowNs;
    this.sentNs = nowNs;
    this.idleSinceNs = nowNs;
  }

  /** It is connected: its times begin. */
  starts(): void {
    this.receivedNs = this.sentNs = this.idleSinceNs = this.connection.loop.nowNs;
  }

  /** Bytes have arrived, or it begins to wait for them. */
  hasReceived(): void {
    this.receivedNs = this.idleSinceNs = this.connection.loop.nowNs;
  }

  /** The peer has taken bytes. */
  hasSent(): void {
    this.sentNs = this.idleSinceNs = this.connection.loop.nowNs;
  }

  /** Bytes begin to wait for the peer. */
  startsToSend(): void {
    this.sentNs = this.connection.loop.nowNs;
  }

  /** Schedules the next limit, unless the task comes before it anyway. */
  arm(): void {
    if (this.connection.isLingering && this.lingersSinceNs == NEVER)
      this.lingersSinceNs = this.connection.loop.nowNs;
    const dueNs = this.nextNs();
    if (dueNs != FOREVER && (!this.isScheduled || dueNs < this.dueNs))
      this.connection.loop.scheduleAt(this, dueNs);
  }

  onTimer(): void {
    const connection = this.connection;
    const nowNs = connection.loop.nowNs;
    if (this.connectingUntilNs() <= nowNs || this.sendingUntilNs() <= nowNs || this.readingUntilNs() <= nowNs)
      connection.fail(TIMEOUT);
    else if (this.lingeringUntilNs() <= nowNs) connection.abort();
    else {
      if (this.idleUntilNs() <= nowNs) {
        this.idleSinceNs = nowNs;
        connection.handler.onIdle(connection);
      }
      this.arm();
    }
  }

  private nextNs(): i64 {
    const quietNs = min(this.readingUntilNs(), this.idleUntilNs());
    return min(min(this.connectingUntilNs(), this.sendingUntilNs()), min(this.lingeringUntilNs(), quietNs));
  }

  private connectingUntilNs(): i64 {
    if (this.connection.connector == null) return FOREVER;
    return after(this.startNs, this.connection.options.connectNs);
  }

  private sendingUntilNs(): i64 {
    if (this.connection.bufferedBytes == 0 || this.connection.connector != null) return FOREVER;
    return after(this.sentNs, this.connection.options.writeNs);
  }

  private lingeringUntilNs(): i64 {
    if (this.lingersSinceNs == NEVER) return FOREVER;
    return after(this.lingersSinceNs, this.connection.options.lingerNs);
  }

  private readingUntilNs(): i64 {
    const connection = this.connection;
    if (!connection.isOpen || !connection.isReading || connection.connector != null) return FOREVER;
    return after(this.receivedNs, connection.options.readNs);
  }

  private idleUntilNs(): i64 {
    if (!this.connection.isOpen || this.connection.connector != null) return FOREVER;
    return after(this.idleSinceNs, this.connection.options.idleNs);
  }
}

/** A time after another; a limit of FOREVER stays that. */
function after(startNs: i64, limitNs: i64): i64 {
  return limitNs > FOREVER - startNs ? FOREVER : startNs + limitNs;
}
