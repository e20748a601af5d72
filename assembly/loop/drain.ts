import { formatNumber } from '../wasi';
import { EventLoop } from './loop';
import { TimerTask } from './timer-task';

/** The end of a loop: its connections finish what is under way, and those that take too long are aborted. */
export class Drain extends TimerTask {
  /** Whether it has begun. */
  isDraining: bool = false;
  private aborted: i32 = 0;
  private closedBefore: i64 = 0;

  constructor(private loop: EventLoop) {
    super();
  }

  /** Begins: tells each connection. */
  start(limitNs: i64): void {
    const connections = this.loop.connections;
    this.isDraining = true;
    this.closedBefore = this.loop.counters.closed;
    this.loop.schedule(this, limitNs);
    for (let i = 0; i < connections.length; i++) {
      const connection = connections.at(i);
      if (connection.isOpen) connection.handler.onDrain(connection);
    }
  }

  /** The time is over. */
  onTimer(): void {
    const connections = this.loop.connections;
    for (let i = 0; i < connections.length; i++) {
      connections.at(i).abort();
      this.aborted++;
    }
  }

  /** Says what came of it, if it has begun. */
  report(): void {
    if (!this.isDraining) return;
    const finished = <i32>(this.loop.counters.closed - this.closedBefore) - this.aborted;
    this.loop.options.say(
      'Drained: ' +
        formatNumber(finished) +
        ' connections finished, ' +
        formatNumber(this.aborted) +
        ' cut off',
    );
  }
}
