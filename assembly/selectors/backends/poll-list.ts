import { Words } from '../../wasi';
import { Pollable, dropPollable, pollList } from '../../wasi/p2/poll';

/** Which watches to poll: all of them. */
export const ALL: i32 = 0;
/** The hot watches: those that were added or found ready in this epoch or the last. */
export const HOT: i32 = 1;
/** The watches that are not hot. */
export const COLD: i32 = 2;

const NOWHERE: i32 = -1;
const FIRST_CAPACITY: i32 = 64;

/**
 * The pollables that are waited for, in one array as `poll` takes them. Each belongs to a watch, a small number.
 *
 * The list is kept from call to call, so a turn costs the guest nothing for pollables that did not change. Hot watches are not moved
 * to the front: wasmtime takes up to twice as long for a list that is out of the table's order. `free` it, since `Words` are not
 * garbage-collected.
 */
export class PollList {
  /** How many pollables there are. */
  count: i32 = 0;
  /** How many watches are hot. */
  hotCount: i32 = 0;
  private pollables: Words = new Words(FIRST_CAPACITY, 0);
  private watches: Words = new Words(FIRST_CAPACITY, 0);
  private places: Words = new Words(FIRST_CAPACITY, NOWHERE);
  private hot: Words = new Words(FIRST_CAPACITY, 0);
  /** The epoch in which a watch was last added or found ready, 0: none. It is hot if that is this epoch or the last. */
  private epochs: Words = new Words(FIRST_CAPACITY, 0);
  private epoch: i32 = 2;
  /** The round in which a watch was last found ready. */
  private rounds: Words = new Words(FIRST_CAPACITY, 0);
  private round: i32 = 0;
  private found: Words = new Words(FIRST_CAPACITY, 0);
  private chosen: Words = new Words(FIRST_CAPACITY, 0);
  private chosenWatches: Words = new Words(FIRST_CAPACITY, 0);

  /** Adds the pollable of a watch, which the list drops from now on. A pollable of 0 is never ready and is not added. */
  add(watch: i32, pollable: Pollable): void {
    if (pollable == 0) return;
    const place = this.count++;
    this.places.grow(watch + 1, NOWHERE);
    this.epochs.grow(watch + 1, 0);
    this.rounds.grow(watch + 1, 0);
    this.hot.grow(watch + 1, 0);
    this.pollables.grow(place + 2, 0); // one more than there are watches: `poll` adds a limit
    this.watches.grow(place + 2, 0);
    this.found.grow(place + 2, 0);
    this.put(place, watch, pollable);
    this.touch(watch);
  }

  /** Whether a watch has a pollable here. */
  has(watch: i32): bool {
    return this.placeOf(watch) != NOWHERE;
  }

  /** Returns the pollable of a watch that has one. */
  pollableOf(watch: i32): Pollable {
    return this.pollables.get(this.placeOf(watch));
  }

  /** Drops the pollable of a watch, if there is one; the last one of the list takes its place. */
  remove(watch: i32): void {
    const place = this.placeOf(watch);
    if (place == NOWHERE) return;
    dropPollable(this.pollables.get(place));
    const last = --this.count;
    this.put(place, this.watches.get(last), this.pollables.get(last));
    this.places.set(watch, NOWHERE);
  }

  /** Starts a new round, in which nothing has been found ready. */
  startRound(): void {
    this.round++;
  }

  /** Starts the next epoch: watches that were not ready in this one are no longer hot. */
  advanceEpoch(): void {
    let kept = 0;
    for (let i = 0; i < this.hotCount; i++) {
      const watch = this.hot.get(i);
      if (this.epochs.get(watch) == this.epoch) this.hot.set(kept++, watch);
    }
    this.hotCount = kept;
    this.epoch++;
  }

  /**
   * Waits for ALL, the HOT or the COLD watches, and for `limit` unless it is 0. Returns how many were found ready, see `foundAt`.
   *
   * `isMore`: leaves out the watches that were found ready in this round.
   */
  poll(part: i32, isMore: bool, limit: Pollable): i32 {
    const areChosen = part != ALL || isMore;
    const pollables = areChosen ? this.chosen : this.pollables;
    const watches = areChosen ? this.chosenWatches : this.watches;
    const count = areChosen ? this.choose(part) : this.count;
    if (limit != 0) pollables.set(count, limit);
    const found = pollList(pollables, count + i32(limit != 0), this.found);
    for (let i = 0; i < found; i++) {
      const place = this.found.get(i);
      this.found.set(i, place < count ? this.markFound(watches.get(place)) : NOWHERE);
    }
    return found;
  }

  /** Waits for one pollable, which is not in the list. */
  pollOne(pollable: Pollable): void {
    this.chosen.set(0, pollable);
    pollList(this.chosen, 1, this.found);
  }

  /** Returns the i-th watch that the last `poll` found ready; below 0: the limit. */
  foundAt(i: i32): i32 {
    return this.found.get(i);
  }

  /** Frees the memory, after all watches were removed. */
  free(): void {
    this.pollables.free();
    this.watches.free();
    this.places.free();
    this.hot.free();
    this.epochs.free();
    this.rounds.free();
    this.found.free();
    this.chosen.free();
    this.chosenWatches.free();
  }

  private placeOf(watch: i32): i32 {
    return watch < this.places.length ? this.places.get(watch) : NOWHERE;
  }

  private put(place: i32, watch: i32, pollable: Pollable): void {
    this.pollables.set(place, pollable);
    this.watches.set(place, watch);
    this.places.set(watch, place);
  }

  private isHot(watch: i32): bool {
    return this.epochs.get(watch) >= this.epoch - 1;
  }

  private touch(watch: i32): void {
    if (!this.isHot(watch)) this.hot.set(this.hotCount++, watch);
    this.epochs.set(watch, this.epoch);
  }

  private markFound(watch: i32): i32 {
    this.rounds.set(watch, this.round);
    this.touch(watch);
    return watch;
  }

  /** Collects the pollables to poll. Returns how many. */
  private choose(part: i32): i32 {
    let count = 0;
    this.chosen.grow(this.count + 1, 0);
    this.chosenWatches.grow(this.count, 0);
    const length = part == HOT ? this.hotCount : this.count;
    for (let i = 0; i < length; i++) {
      const watch = part == HOT ? this.hot.get(i) : this.watches.get(i);
      const place = part == HOT ? this.placeOf(watch) : i;
      if (place == NOWHERE || this.rounds.get(watch) == this.round) continue;
      if (part == COLD && this.isHot(watch)) continue;
      this.chosen.set(count, this.pollables.get(place));
      this.chosenWatches.set(count++, watch);
    }
    return count;
  }
}
