import { Words } from './words';
import { Source } from './source';

const FIRST_ROOM: i32 = 64;
const HOLE: i32 = 0;

/** The ready sources of one watcher, first come first served. It lives outside the garbage collector's heap: `free` it. */
@unmanaged
export class ReadyQueue {
  /** How many places there are; a place may have become empty. */
  length: i32 = 0;
  private sources: Words = new Words(FIRST_ROOM, HOLE);

  /** What the watcher calls the source at a place; below 0: the place is empty. */
  watchAt(place: i32): i32 {
    const source = this.at(place);
    return source == null ? -1 : source.watch;
  }

  /** Puts a source at the end. */
  push(source: Source): void {
    source.isQueued = true;
    this.sources.grow(this.length + 1, HOLE);
    this.put(this.length++, source);
  }

  /** Empties the place of a source. */
  remove(source: Source): void {
    source.isQueued = false;
    this.sources.set(source.place, HOLE);
  }

  /**
   * Lets each that is no longer ready begin anew, and keeps in order those that are ready, or at once are again.
   *
   * One beginning for each of them and turn: a peer that always has more to say can't hold up the others.
   */
  renew(): void {
    const count = this.length;
    this.length = 0;
    for (let place = 0; place < count; place++) {
      const source = this.at(place);
      if (source == null) continue;
      source.begin();
      if (source.isReady) this.put(this.length++, source);
      else source.isQueued = false;
    }
  }

  /** Gives its memory back, after nobody is watched for it any more. */
  free(): void {
    this.sources.free();
    heap.free(changetype<usize>(this));
  }

  private at(place: i32): Source | null {
    return changetype<Source | null>(<usize>this.sources.get(place));
  }

  private put(place: i32, source: Source): void {
    this.sources.set(place, <i32>changetype<usize>(source));
    source.place = place;
  }
}
