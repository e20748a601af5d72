import { History } from './history';
import { keyOfName } from './names';
import { Room } from './people';

/** The rooms of a chat, in the order in which they were made. */
export class Rooms {
  /** All of them. The first is the lobby, which is always there. */
  readonly all: Room[] = [];
  private readonly byKey: Map<string, Room> = new Map<string, Room>();

  constructor(
    private maxRooms: i32,
    private history: History,
  ) {}

  /** Returns the room of a name; null: there is none. */
  find(name: string): Room | null {
    const key = keyOfName(name);
    return this.byKey.has(key) ? this.byKey.get(key) : null;
  }

  /** The room that has been empty the longest; null: none is empty. */
  get emptiest(): Room | null {
    let found: Room | null = null;
    for (let i = 1; i < this.all.length; i++) {
      const room = this.all[i];
      if (room.people.length == 0 && (found == null || room.emptySinceNs < found.emptySinceNs)) found = room;
    }
    return found;
  }

  /** Whether one has to go before another can be made. */
  get isAtLimit(): bool {
    return this.all.length >= this.maxRooms;
  }

  /** Makes a room. */
  add(name: string): Room {
    const room = new Room(name);
    this.all.push(room);
    this.byKey.set(room.key, room);
    return room;
  }

  /** Removes a room, and what was said there. */
  remove(room: Room): void {
    this.history.clear(room.history);
    this.byKey.delete(room.key);
    this.all.splice(this.all.indexOf(room), 1);
  }
}
