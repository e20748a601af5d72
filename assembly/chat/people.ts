import { ChatEvent } from './events/chat-event';
import { HistoryLine } from './history';
import { keyOfName } from './names';
import { TokenBucket } from './token-bucket';

/** Deliveries of notices of who comes and goes, in one room, a second: a large room hears of fewer. */
const NOTICES_RATE: i32 = 2000;
const NOTICES_BURST: i32 = 4000;

/** Where the events for a member go. */
export interface Outlet {
  /** The client's address, as `127.0.0.1:40000`. */
  peer(): string;
  /** How many bytes wait for the client. */
  waitingBytes(): i32;
  /** Sends an event. */
  deliver(event: ChatEvent): void;
  /** Takes no more lines for now. */
  pause(): void;
  /** Takes lines again. */
  resume(): void;
  /** Closes the connection when all that waits has left. */
  close(): void;
  /** Closes it since the client reads too slowly. */
  drop(): void;
}

/** Somebody in a room: of this server (`Member`), or of another that shares its rooms. */
export class Person {
  /** Where the person is; null: nowhere, before the first room and after the last. Set by the chat. */
  room: Room | null = null;
  /** @internal The index among the people of the room. */
  index: i32 = 0;

  constructor(
    /** The name. Set by the chat, which knows them all. */
    public name: string,
  ) {}
}

/** Somebody who is connected to this server. */
export class Member extends Person {
  /** @internal The index among the members of the room. */
  memberIndex: i32 = 0;
  /** Whether the member has been dropped or has left: nothing is sent any more. */
  isGone: bool = false;
  /** The lines that the client may send; null: any number. */
  lines: TokenBucket | null = null;

  constructor(
    name: string,
    readonly outlet: Outlet,
  ) {
    super(name);
  }
}

/** A room: who is there, and what was said last. */
export class Room {
  /** What its name has in common with those that are the same but for case. */
  readonly key: string;
  /** All who are there. */
  readonly people: Person[] = [];
  /** Those of them who are connected to this server. */
  readonly members: Member[] = [];
  /** What was said last, the oldest first. */
  readonly history: HistoryLine[] = [];
  /** Notices of who comes and goes. */
  readonly notices: TokenBucket = new TokenBucket(NOTICES_RATE, NOTICES_BURST);
  /** How many who came, left or changed their names have not been told of. */
  untoldChanges: i32 = 0;
  /** When the last one left, in nanoseconds of the loop's clock. */
  emptySinceNs: i64 = 0;

  constructor(readonly name: string) {
    this.key = keyOfName(name);
  }

  /** Lets somebody in. */
  add(person: Person): void {
    person.room = this;
    person.index = this.people.push(person) - 1;
    if (person instanceof Member) (person as Member).memberIndex = this.members.push(person as Member) - 1;
  }

  /** Lets somebody out. */
  remove(person: Person): void {
    person.room = null;
    const last = this.people.pop();
    if (last !== person) {
      this.people[person.index] = last;
      last.index = person.index;
    }
    if (person instanceof Member) this.removeMember(person as Member);
  }

  private removeMember(member: Member): void {
    const last = this.members.pop();
    if (last === member) return;
    this.members[member.memberIndex] = last;
    last.memberIndex = member.memberIndex;
  }
}
