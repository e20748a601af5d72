import { Selectable, StandardInput, WOULD_BLOCK } from '../net';
import { EVENT_READ } from '../selectors';
import { formatNumber } from '../wasi';
import { ConnectionPool } from './connection-pool';
import { LoopOptions } from './options';
import { Channel, Reactor } from './reactor';
import { TimerTask } from './timers';

/** The drain of a loop: its connections finish what is under way, and those that take too long are aborted. */
export class Shutdown extends TimerTask {
  /** Whether it has begun. */
  isDraining: bool = false;
  private connections: i32 = 0;
  private aborted: i32 = 0;
  private hasReported: bool = false;

  constructor(
    private reactor: Reactor,
    private pool: ConnectionPool,
    private options: LoopOptions,
  ) {
    super();
  }

  /** Lets each connection finish, within `limitNs`. */
  start(limitNs: i64): void {
    const pool = this.pool;
    this.connections = pool.length;
    this.reactor.timers.schedule(this, limitNs);
    for (let i = 0; i < pool.length; i++) {
      const connection = pool.at(i);
      if (connection.isOpen) connection.receiver.onDrain();
    }
  }

  /** The limit has passed: aborts those that are left. */
  onTimer(): void {
    const pool = this.pool;
    for (let i = 0; i < pool.length; i++) {
      if (pool.at(i).isClosed) continue;
      pool.at(i).abort();
      this.aborted++;
    }
  }

  /** Logs what the drain came to, once. */
  report(): void {
    if (!this.isDraining || this.hasReported) return;
    this.hasReported = true;
    const finished = formatNumber(this.connections - this.aborted);
    this.options.log(
      'Drained: ' + finished + ' connections finished, ' + formatNumber(this.aborted) + ' cut off',
    );
  }
}

/** Asks for a drain when standard input ends. */
export class InputEnd implements Channel {
  private input: StandardInput = new StandardInput();

  constructor(private reactor: Reactor) {}

  /** Starts to wait for it. */
  start(): void {
    this.reactor.selector.register(this.input, EVENT_READ, this);
  }

  handle(object: Selectable, mask: i32): void {
    const bytes = this.input.recv(this.reactor.buffer);
    if (bytes > 0 || bytes == WOULD_BLOCK) return;
    this.reactor.selector.unregister(this.input);
    this.input.close();
    this.reactor.isDrainRequested = true;
  }
}
