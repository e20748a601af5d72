import { OUT_OF_MEMORY } from '../net';
import { Connection } from './connection';

/** The connections of a loop, and the bytes that wait on all of them together. */
export class ConnectionSet {
  private members: Connection[] = [];
  private bufferedBytes: i32 = 0;

  /** `freeBytes`: how many bytes may wait before each gets less; `limitBytes`: before one is given up. */
  constructor(
    private freeBytes: i32,
    private limitBytes: i32,
  ) {}

  /** How many there are. */
  get length(): i32 {
    return this.members.length;
  }

  /** The i-th. */
  at(i: i32): Connection {
    return this.members[i];
  }

  /** Adds one. */
  add(connection: Connection): void {
    connection.place = this.members.length;
    this.members.push(connection);
  }

  /** Takes one out; the last takes its place. */
  remove(connection: Connection): void {
    const last = this.members.pop();
    if (last !== connection) {
      this.members[connection.place] = last;
      last.place = connection.place;
    }
    connection.place = -1;
  }

  /** How many bytes may wait on one connection: what is left for all, `mostBytes` at most. */
  shareOf(mostBytes: i32): i32 {
    return min(mostBytes, max(this.freeBytes - this.bufferedBytes, 0));
  }

  /** Counts bytes that wait from now on; below 0: that have left. Too many: the connection with the most is given up. */
  count(bytes: i32): void {
    this.bufferedBytes += bytes;
    while (this.bufferedBytes > this.limitBytes) {
      let most = this.members[0];
      for (let i = 1; i < this.members.length; i++)
        if (this.members[i].bufferedBytes > most.bufferedBytes) most = this.members[i];
      most.fail(OUT_OF_MEMORY);
    }
  }
}
