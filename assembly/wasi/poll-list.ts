import { Pollable, dropPollable, pollList } from './poll';
import { Words } from './words';

/** Which watches to poll: all; those that were ready lately; the others. */
export const ALL: i32 = 0;
/** Those that were added, or found ready, in this age or the last. */
export const HOT: i32 = 1;
/** All but the hot ones. */
export const COLD: i32 = 2;

const NOWHERE: i32 = -1;
const FIRST_ROOM: i32 = 64;

/**
 * The pollables that are waited for, without gaps, as `poll` takes them; each belongs to a watch: a small number.
 *
 * The list is kept from call to call, so a turn costs the guest nothing for what did not change. Being hot moves nothing in it:
 * wasmtime takes up to twice as long for a list in disorder. Like `Words` it lives outside the garbage collector's heap: who makes
 * it must `free` it.
 */
@unmanaged
export class PollList {
  /** How many pollables there are. */
  count: i32 = 0;
  /** How many watches are hot. */
  hotCount: i32 = 0;
  private pollables: Words = new Words(FIRST_ROOM, 0);
  private watches: Words = new Words(FIRST_ROOM, 0);
  private places: Words = new Words(FIRST_ROOM, NOWHERE);
  private hot: Words = new Words(FIRST_ROOM, 0);
  /** The age in which a watch was added or ready last, 0: none; it is hot, and listed there, if that is this one or the last. */
  private ages: Words = new Words(FIRST_ROOM, 0);
  private age: i32 = 2;
  /** The round in which a watch was found last. */
  private rounds: Words = new Words(FIRST_ROOM, 0);
  private round: i32 = 0;
  private found: Words = new Words(FIRST_ROOM, 0);
  private chosen: Words = new Words(FIRST_ROOM, 0);
  private chosenWatches: Words = new Words(FIRST_ROOM, 0);

  /** Adds the pollable of a watch and takes over dropping it. A pollable of 0 is never ready: nothing to add. */
  add(watch: i32, pollable: Pollable): void {
    if (pollable == 0) return;
    const place = this.count++;
    this.places.grow(watch + 1, NOWHERE);
    this.ages.grow(watch + 1, 0);
    this.rounds.grow(watch + 1, 0);
    this.hot.grow(watch + 1, 0);
    this.pollables.grow(place + 2, 0); // one more than the watches: `poll` adds a limit
    this.watches.grow(place + 2, 0);
    this.found.grow(place + 2, 0);
    this.put(place, watch, pollable);
    this.heat(watch);
  }

  /** Whether a watch has a pollable here. */
  has(watch: i32): bool {
    return this.placeOf(watch) != NOWHERE;
  }

  /** The pollable of a watch that has one. */
  pollableOf(watch: i32): Pollable {
    return this.pollables.get(this.placeOf(watch));
  }

  /** Drops the pollable of a watch, if there is one; the last of the list takes its place. */
  remove(watch: i32): void {
    const place = this.placeOf(watch);
    if (place == NOWHERE) return;
    dropPollable(this.pollables.get(place));
    const last = --this.count;
    this.put(place, this.watches.get(last), this.pollables.get(last));
    this.places.set(watch, NOWHERE);
  }

  /** Starts a new round: nothing has been found in it. */
  startRound(): void {
    this.round++;
  }

  /** Starts a new age: what was not ready in this one is no longer hot. */
  cool(): void {
    let kept = 0;
    for (let i = 0; i < this.hotCount; i++) {
      const watch = this.hot.get(i);
      if (this.ages.get(watch) == this.age) this.hot.set(kept++, watch);
    }
    this.hotCount = kept;
    this.age++;
  }

  /**
   * Waits for ALL watches, or the HOT or COLD ones, and for `limit` unless it is 0. Returns how many `foundAt` tells.
   *
   * `isMore`: without those that were found in this round.
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
      this.found.set(i, place < count ? this.meet(watches.get(place)) : NOWHERE);
    }
    return found;
  }

  /** Waits for a pollable of the caller's alone. */
  pollOne(pollable: Pollable): void {
    this.chosen.set(0, pollable);
    pollList(this.chosen, 1, this.found);
  }

  /** The watch of the i-th that the last `poll` found; below 0: the limit. */
  foundAt(i: i32): i32 {
    return this.found.get(i);
  }

  /** Gives its memory back; its pollables were removed before. */
  free(): void {
    this.pollables.free();
    this.watches.free();
    this.places.free();
    this.hot.free();
    this.ages.free();
    this.rounds.free();
    this.found.free();
    this.chosen.free();
    this.chosenWatches.free();
    heap.free(changetype<usize>(this));
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
    return this.ages.get(watch) >= this.age - 1;
  }

  private heat(watch: i32): void {
    if (!this.isHot(watch)) this.hot.set(this.hotCount++, watch);
    this.ages.set(watch, this.age);
  }

  private meet(watch: i32): i32 {
    this.rounds.set(watch, this.round);
    this.heat(watch);
    return watch;
  }

  /** Collects what is to be polled. Returns how many. */
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
