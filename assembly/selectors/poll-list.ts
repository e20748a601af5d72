import { Pollable, dropPollable, pollList } from '../wasi/poll';

/** What each slot can be watched for at once: reading and writing. */
const KINDS: i32 = 2;
const NOWHERE: i32 = -1;
const FIRST_ROOM: i32 = 64;

/** Copies to an array of at least twice the length; new items are `fill`. */
function grown(items: StaticArray<i32>, length: i32, fill: i32): StaticArray<i32> {
  const larger = new StaticArray<i32>(max(items.length << 1, length));
  for (let i = 0; i < larger.length; i++) larger[i] = i < items.length ? items[i] : fill;
  return larger;
}

/**
 * The pollables that are waited for, without gaps, as `poll` takes them; each belongs to a watch: a slot and a kind.
 *
 * The list is kept from call to call, so a turn costs the guest nothing for what did not change. `found` is where `poll` puts
 * the indexes of the ready ones.
 */
export class PollList {
  /** How many pollables there are. */
  count: i32 = 0;
  /** Indexes of the ready ones, after `poll`. */
  found: StaticArray<i32> = new StaticArray<i32>(FIRST_ROOM);
  private pollables: StaticArray<Pollable> = new StaticArray<Pollable>(FIRST_ROOM);
  private watches: StaticArray<i32> = new StaticArray<i32>(FIRST_ROOM);
  private places: StaticArray<i32> = grown(new StaticArray<i32>(0), FIRST_ROOM, NOWHERE);

  /** Adds the pollable of a watch, which takes over dropping it. A pollable of 0 is never ready: nothing to add. */
  add(slot: i32, kind: i32, pollable: Pollable): void {
    if (pollable == 0) return;
    const watch = slot * KINDS + kind;
    if (watch >= this.places.length) this.places = grown(this.places, watch + 1, NOWHERE);
    // One item more than the watches: `poll` may add a pollable of its own, the time limit.
    if (this.count + 2 > this.pollables.length) {
      this.pollables = grown(this.pollables, 0, 0);
      this.watches = grown(this.watches, 0, 0);
      this.found = new StaticArray<i32>(this.pollables.length);
    }
    this.places[watch] = this.count;
    this.pollables[this.count] = pollable;
    this.watches[this.count++] = watch;
  }

  /** Whether a slot has a pollable of the kind here. */
  has(slot: i32, kind: i32): bool {
    const watch = slot * KINDS + kind;
    return watch < this.places.length && this.places[watch] != NOWHERE;
  }

  /** Drops the pollable of a watch, if there is one; the last of the list takes its place. */
  remove(slot: i32, kind: i32): void {
    if (!this.has(slot, kind)) return;
    const watch = slot * KINDS + kind;
    const place = this.places[watch];
    dropPollable(this.pollables[place]);
    this.places[watch] = NOWHERE;
    const last = --this.count;
    if (place == last) return;
    this.pollables[place] = this.pollables[last];
    this.watches[place] = this.watches[last];
    this.places[this.watches[place]] = place;
  }

  /** The slot of the watch at a place. */
  slotAt(place: i32): i32 {
    return this.watches[place] / KINDS;
  }

  /** The kind of the watch at a place. */
  kindAt(place: i32): i32 {
    return this.watches[place] % KINDS;
  }

  /** Waits for all of them, and for `limit` unless it is 0. Returns how many indexes are in `found`. */
  poll(limit: Pollable): i32 {
    let count = this.count;
    if (limit != 0) this.pollables[count++] = limit;
    return count == 0 ? 0 : pollList(this.pollables, count, this.found);
  }

  /** Copies the pollables from `start` on to `slice` and returns how many there were to copy. */
  copySlice(start: i32, slice: StaticArray<Pollable>, limit: i32): i32 {
    const count = min(this.count - start, limit);
    for (let i = 0; i < count; i++) slice[i] = this.pollables[start + i];
    return count;
  }
}
