import { FOREVER } from '../selectors';
import { ServerGroup } from './server-group';

/** All groups of a loop: the main one, then those that are served apart. Each drains when the one before it has drained. */
export class ServerGroups {
  private groups: ServerGroup[];

  constructor(main: ServerGroup) {
    this.groups = [main];
  }

  /** Adds a group. */
  add(group: ServerGroup): void {
    this.groups.push(group);
  }

  /** Whether there is something to do, now or after a while, though nothing may be registered. */
  get hasWork(): bool {
    for (let i = 0; i < this.groups.length; i++) if (this.groups[i].hasWork) return true;
    return false;
  }

  /** Whether a drain has come to its end. */
  get haveDrained(): bool {
    return this.groups[this.groups.length - 1].hasDrained;
  }

  /** How many closed streams the host still has bytes of. */
  get lingeringStreams(): i32 {
    let streams = 0;
    for (let i = 0; i < this.groups.length; i++) streams += this.groups[i].pool.lingeringStreams;
    return streams;
  }

  /** How long a turn may wait at most. */
  get waitNs(): i64 {
    let waitNs = FOREVER;
    for (let i = 0; i < this.groups.length; i++) waitNs = min(waitNs, this.groups[i].waitNs);
    return waitNs;
  }

  /** Sends what waits on connections. */
  flush(): void {
    for (let i = 0; i < this.groups.length; i++) this.groups[i].pool.flushDirty();
  }

  /** Ends a turn: see `ServerGroup.endTurn`. */
  endTurn(): void {
    for (let i = 0; i < this.groups.length; i++) this.groups[i].endTurn();
    this.continueDrain();
  }

  /** Drains each group whose turn it is. */
  continueDrain(): void {
    for (let i = 1; i < this.groups.length; i++) if (this.groups[i - 1].hasDrained) this.groups[i].drain();
  }
}
