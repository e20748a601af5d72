import { EventLoop } from '../loop';
import { Bytes } from '../net';
import { formatNumber, wallMilliseconds } from '../wasi';
import { Broadcaster } from './broadcaster';
import { ChatBus } from './chat-bus';
import { ChatEvent } from './events/chat-event';
import { Earlier, Entered } from './events/lists';
import { Notice } from './events/notice';
import { Joined, Left, Renamed } from './events/presence';
import { Action, Direct, Message } from './events/said';
import { History } from './history';
import { keyOfName } from './names';
import { ChatOptions } from './options';
import { Member, Outlet, Person, Room } from './people';
import { Rooms } from './rooms';
import { TokenBucket } from './token-bucket';

/** The room that everybody comes to first. */
export const LOBBY: string = 'lobby';

/** Seconds of lines that a client may send at once after a quiet time. */
const BURST_SECONDS: i32 = 2;

/** Rooms, who is in them, and what they say. */
export class Chat extends Broadcaster {
  /** The rooms. */
  readonly rooms!: Rooms;
  /** Others that share its rooms. */
  bus: ChatBus = new ChatBus();
  private readonly history: History;
  private readonly names: Map<string, Person> = new Map<string, Person>();
  private lastGuest: i32 = 0;

  constructor(loop: EventLoop, options: ChatOptions) {
    super(loop, options);
    this.history = new History(options.historyLines, options.historyBytes);
    this.rooms = new Rooms(options.maxRooms, this.history);
    this.rooms.add(LOBBY);
  }

  /** What a member is told whose line was too long: nothing is done with it. */
  get tooLong(): string {
    return 'That line was too long: ' + formatNumber(this.options.maxLineBytes) + ' bytes at most.';
  }

  /** How many people it knows. */
  get size(): i32 {
    return this.names.size;
  }

  /** Lets a client in: it gets a name, and comes to the lobby. */
  enter(outlet: Outlet): Member {
    const rate = this.options.linesPerSecond;
    const member = new Member(this.freeGuestName(), outlet);
    if (rate > 0) member.lines = new TokenBucket(rate, rate * BURST_SECONDS);
    this.counters.entered++;
    this.options.log('Client connected: ' + outlet.peer());
    this.meet(member);
    this.tell(member, new Notice('Welcome! /nick NAME is for a name of yours, /help for all the rest.'));
    this.move(member, this.rooms.all[0]);
    return member;
  }

  /** Somebody is there, whose name nobody else has. */
  meet(person: Person): void {
    this.names.set(keyOfName(person.name), person);
  }

  leave(person: Person, reason: string = ''): void {
    this.names.delete(keyOfName(person.name));
    this.leaveRoom(person, reason);
    if (!(person instanceof Member)) return;
    const member = person as Member;
    member.isGone = true;
    const why = reason.length > 0 ? ' (' + reason + ')' : '';
    this.options.log('Client disconnected: ' + member.outlet.peer() + why);
  }

  /** Returns whoever has a name; null: nobody. */
  find(name: string): Person | null {
    const key = keyOfName(name);
    return this.names.has(key) ? this.names.get(key) : null;
  }

  /** Returns the room of a name, which is made if there is none; null: there are too many. */
  openRoom(name: string): Room | null {
    const known = this.rooms.find(name);
    if (known != null) return known;
    if (this.rooms.isAtLimit) {
      const emptiest = this.rooms.emptiest;
      if (emptiest == null) return null;
      this.removeRoom(emptiest);
    }
    const room = this.rooms.add(name);
    this.bus.onRoom(room);
    return room;
  }

  /** Brings a member to a room, and tells what was said there last and who is there. */
  move(member: Member, room: Room): void {
    this.leaveRoom(member, '');
    this.comeTo(member, room);
    this.tellHistory(member, room);
    this.tell(member, new Entered(room, member.name));
  }

  /** Tells what was said last, as far as that fills no more than half of what may wait for the member. */
  private tellHistory(member: Member, room: Room): void {
    const history = room.history;
    let bytes = 0;
    let first = history.length;
    while (first > 0 && bytes <= this.options.maxQueueBytes >> 1) bytes += history[--first].bytes;
    if (first == history.length) return;
    this.tell(member, new Earlier(room.name, history.length - first));
    for (let i = first; i < history.length; i++) this.tell(member, history[i].message);
    this.countBytes(bytes);
  }

  /** Somebody comes to a room. */
  comeTo(person: Person, room: Room): void {
    const member = person instanceof Member ? (person as Member) : null;
    room.add(person);
    if (member != null) this.bus.onJoin(member, room);
    this.notify(room, new Joined(room.name, person.name), member);
  }

  /** Somebody leaves the room. */
  leaveRoom(person: Person, reason: string): void {
    const room = person.room;
    if (room == null) return;
    room.remove(person);
    if (person instanceof Member) this.bus.onLeave(person as Member, room);
    this.notify(room, new Left(room.name, person.name, reason));
    if (room.people.length > 0) return;
    room.emptySinceNs = this.loop.nowNs;
    if (room.history.length == 0 && room !== this.rooms.all[0]) this.removeRoom(room);
  }

  /** Gives somebody another name, which nobody else has. */
  rename(person: Person, name: string): void {
    const before = person.name;
    this.names.delete(keyOfName(before));
    person.name = name;
    this.names.set(keyOfName(name), person);
    const member = person instanceof Member ? (person as Member) : null;
    const room = person.room;
    if (room == null) return;
    const event = new Renamed(room.name, before, name);
    this.notify(room, event, member);
    if (member == null) return;
    this.tell(member, event);
    this.bus.onRename(member, before);
  }

  /** Sends an event to all members of this server, wherever they are. */
  tellAll(event: ChatEvent): void {
    const rooms = this.rooms.all;
    for (let i = 0; i < rooms.length; i++) this.broadcast(rooms[i], event);
  }

  /** A member says something, or does it (`isAction`), in the room. `text`: clean UTF-8, which it takes over. */
  say(member: Member, text: Bytes, isAction: bool): void {
    const room = member.room!;
    const timeMs = wallMilliseconds();
    const message = isAction
      ? new Action(room.name, member.name, text, timeMs)
      : new Message(room.name, member.name, text, timeMs);
    this.counters.messages++;
    this.hear(room, message);
    this.bus.onMessage(message, room);
  }

  /** Something has been said in a room, here or elsewhere. */
  hear(room: Room, message: Message): void {
    this.history.add(message, room.history);
    this.broadcast(room, message);
  }

  /** A member says something to one other. `text`: clean UTF-8, which it takes over. */
  sayTo(member: Member, receiver: Person, text: Bytes): void {
    const timeMs = wallMilliseconds();
    const direct = new Direct(member.name, receiver.name, text, timeMs, false);
    this.counters.directs++;
    if (receiver instanceof Member) this.tell(receiver as Member, direct);
    else this.bus.onDirect(direct, receiver);
    this.tell(member, new Direct(member.name, receiver.name, text, timeMs, true));
  }

  /** Counts a line of a member's. Returns how long the next one has to wait, in nanoseconds; 0: not at all. */
  countLine(member: Member): i64 {
    const lines = member.lines;
    if (lines == null) return 0;
    const now = this.loop.nowNs;
    lines.draw(1, now);
    const waitNs = lines.waitNs(now);
    if (waitNs > 0) this.counters.delayed++;
    return waitNs;
  }

  private removeRoom(room: Room): void {
    this.rooms.remove(room);
    this.bus.onRoomGone(room);
  }

  private freeGuestName(): string {
    let name = '';
    do name = 'guest' + formatNumber(++this.lastGuest);
    while (this.find(name) != null);
    return name;
  }
}
