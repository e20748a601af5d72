import { Pollable, dropPollable, pollList } from './poll';
import { Words } from './words';

/** What each slot can be watched for at once: reading and writing. */
const KINDS: i32 = 2;
const NOWHERE: i32 = -1;
const FIRST_ROOM: i32 = 64;

/**
 * The pollables that are waited for, without gaps, as `poll` takes them; each belongs to a watch: a slot and a kind.
 *
 * The list is kept from call to call, so a turn costs the guest nothing for what did not change. Like `Words` it lives outside the
 * garbage collector's heap: who makes it must `free` it.
 */
@unmanaged
export class PollList {
  /** How many pollables there are. */
  count: i32 = 0;
  private pollables: Words = new Words(FIRST_ROOM, 0);
  private watches: Words = new Words(FIRST_ROOM, 0);
  private found: Words = new Words(FIRST_ROOM, 0);
  private places: Words = new Words(FIRST_ROOM, NOWHERE);

  /** Adds the pollable of a watch and takes over dropping it. A pollable of 0 is never ready: nothing to add. */
  add(slot: i32, kind: i32, pollable: Pollable): void {
    if (pollable == 0) return;
    const watch = slot * KINDS + kind;
    const place = this.count++;
    this.places.grow(watch + 1, NOWHERE);
    this.pollables.grow(place + 2, 0); // one more than the watches: `poll` adds the time limit
    this.watches.grow(place + 2, 0);
    this.found.grow(place + 2, 0);
    this.places.set(watch, place);
    this.pollables.set(place, pollable);
    this.watches.set(place, watch);
  }

  /** Whether a slot has a pollable of the kind here. */
  has(slot: i32, kind: i32): bool {
    return this.placeOf(slot * KINDS + kind) != NOWHERE;
  }

  /** Drops the pollable of a watch, if there is one; the last of the list takes its place. */
  remove(slot: i32, kind: i32): void {
    const place = this.placeOf(slot * KINDS + kind);
    if (place == NOWHERE) return;
    dropPollable(this.pollables.get(place));
    this.places.set(slot * KINDS + kind, NOWHERE);
    const last = --this.count;
    if (place == last) return;
    const moved = this.watches.get(last);
    this.pollables.set(place, this.pollables.get(last));
    this.watches.set(place, moved);
    this.places.set(moved, place);
  }

  /** The slot of the watch at a place. */
  slotAt(place: i32): i32 {
    return this.watches.get(place) / KINDS;
  }

  /** The kind of the watch at a place. */
  kindAt(place: i32): i32 {
    return this.watches.get(place) % KINDS;
  }

  /** Waits for all of them, and for `limit` unless it is 0. Returns how many are ready; `foundAt` says which. */
  poll(limit: Pollable): i32 {
    let count = this.count;
    if (limit != 0) this.pollables.set(count++, limit);
    return pollList(this.pollables, count, this.found);
  }

  /** The place of the i-th ready one; not below `count`: the time is over. */
  foundAt(i: i32): i32 {
    return this.found.get(i);
  }

  /** The pollable at a place. */
  pollableAt(place: i32): Pollable {
    return this.pollables.get(place);
  }

  /** Gives its memory back; its pollables were removed before. */
  free(): void {
    this.pollables.free();
    this.watches.free();
    this.found.free();
    this.places.free();
    heap.free(changetype<usize>(this));
  }

  private placeOf(watch: i32): i32 {
    return watch < this.places.length ? this.places.get(watch) : NOWHERE;
  }
}
