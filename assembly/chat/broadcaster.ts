import { EventLoop, TimerTask } from '../loop';
import { ChatCounters } from './chat-counters';
import { ChatEvent } from './events/chat-event';
import { Refusal } from './events/notice';
import { Crowd } from './events/presence';
import { ChatOptions } from './options';
import { Member, Person, Room } from './people';

const SECOND_NS: i64 = 1_000_000_000;
/** Bytes delivered in a turn, beyond which further lines wait for the next one: nobody seems slow who has had no occasion to read. */
const TURN_BYTES: i32 = 4 << 20;
/** A small room counts as one of so many members, so that a turn brings each of them no more than a part of what may wait for them. */
const MIN_COUNTED: i32 = 128;

/** Delivers events to members, and drops those who read too slowly. */
export abstract class Broadcaster {
  /** What it has done so far. */
  readonly counters: ChatCounters = new ChatCounters();
  private readonly stalled: Member[] = [];
  private isDropping: bool = false;
  private turn: i64 = 0;
  private turnBytes: i32 = 0;
  private readonly crowdTask!: CrowdTask;

  constructor(
    readonly loop: EventLoop,
    readonly options: ChatOptions,
  ) {
    this.crowdTask = new CrowdTask(this);
  }

  /** Somebody leaves the chat. `reason`: what the others are told, if anything. */
  abstract leave(person: Person, reason: string): void;

  /** Sends an event to one member. */
  tell(member: Member, event: ChatEvent): void {
    this.deliver(member, event);
    this.dropStalled();
  }

  /** Sends an event to all members in a room, but one. */
  broadcast(room: Room, event: ChatEvent, except: Member | null = null): void {
    const members = room.members;
    this.countBytes(event.line.length * max(members.length, MIN_COUNTED));
    for (let i = 0; i < members.length; i++) if (members[i] !== except) this.deliver(members[i], event);
    this.dropStalled();
  }

  /** Sends to a room that somebody came, left or changed a name; in a large room, where many do, only how many did. */
  notify(room: Room, event: ChatEvent, except: Member | null = null): void {
    const isTold = room.untoldChanges == 0 && room.notices.take(room.members.length, this.loop.nowNs);
    if (isTold) return this.broadcast(room, event, except);
    if (room.untoldChanges++ == 0) this.crowdTask.add(room);
  }

  /** Whether so much has been delivered in this turn that further lines have to wait for the next one. */
  get isTurnFull(): bool {
    return this.turn == this.loop.counters.turns && this.turnBytes >= TURN_BYTES;
  }

  protected countBytes(bytes: i32): void {
    const turn = this.loop.counters.turns;
    if (turn != this.turn) this.turnBytes = 0;
    this.turn = turn;
    this.turnBytes = min(this.turnBytes, TURN_BYTES) + bytes;
  }

  private deliver(member: Member, event: ChatEvent): void {
    if (member.isGone) return;
    const outlet = member.outlet;
    outlet.deliver(event);
    this.counters.deliveries++;
    if (outlet.waitingBytes() <= this.options.maxQueueBytes) return;
    outlet.deliver(new Refusal('You read too slowly: too much waits for you. Bye'));
    outlet.drop();
    member.isGone = true;
    this.counters.dropped++;
    this.stalled.push(member);
  }

  /** Lets those leave who have been found to read too slowly; telling the others may find more of them. */
  private dropStalled(): void {
    if (this.isDropping) return;
    this.isDropping = true;
    while (this.stalled.length > 0) this.leave(this.stalled.pop(), 'reads too slowly');
    this.isDropping = false;
  }
}

/** Tells rooms how many came and left where they are not told one by one. */
class CrowdTask extends TimerTask {
  private rooms: Room[] = [];

  constructor(private broadcaster: Broadcaster) {
    super();
  }

  /** Adds a room that has not been told of all. */
  add(room: Room): void {
    this.rooms.push(room);
    if (!this.isScheduled) this.broadcaster.loop.schedule(this, SECOND_NS);
  }

  onTimer(): void {
    const rooms = this.rooms;
    const now = this.broadcaster.loop.nowNs;
    this.rooms = [];
    for (let i = 0; i < rooms.length; i++) {
      const room = rooms[i];
      if (!room.notices.take(room.members.length, now)) {
        this.add(room);
        continue;
      }
      const event = new Crowd(room.name, room.untoldChanges, room.people.length);
      room.untoldChanges = 0;
      this.broadcaster.broadcast(room, event);
    }
  }
}
