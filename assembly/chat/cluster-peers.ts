import { Chat } from './chat';
import { Notice } from './events/notice';
import { MAX_NAME_LENGTH, problemOfName } from './names';
import { Member, Person } from './people';
import { formatNumber } from '../wasi';

/** The most servers that share rooms with this one. */
const MAX_PEERS: i32 = 64;
/** The most people on other servers. */
const MAX_PEOPLE: i32 = 65_536;

/** Another server that shares its rooms with this one. */
export class Peer {
  /** The number of the last change of its people that is known; below 0: none is. */
  sequence: i32 = -1;
  /** When something was last heard of it, in nanoseconds of the loop's clock. */
  heardNs: i64 = 0;
  /** When it was last asked for all of its people. */
  askedNs: i64 = 0;
  /** Counts the lists of its people that have begun. */
  lists: i32 = 0;
  /** Its people. */
  readonly people: Set<RemotePerson> = new Set<RemotePerson>();

  constructor(readonly id: string) {}
}

/** Somebody who is connected to another server. */
export class RemotePerson extends Person {
  /** The list of its peer's people that the person was last in. */
  list: i32 = 0;

  constructor(
    name: string,
    readonly peer: Peer,
  ) {
    super(name);
  }
}

/**
 * The other servers, and who is connected to them.
 *
 * Two servers may give a name away at the same time, or while they don't reach each other. As soon as they hear of it the one with the
 * smaller id keeps it: on the other the name gets a number, as `ada-2`, which the member is told.
 */
export class Peers {
  private readonly known: Map<string, Peer> = new Map<string, Peer>();
  private people: i32 = 0;

  constructor(
    private chat: Chat,
    private ownId: string,
  ) {}

  /** How many there are. */
  get length(): i32 {
    return this.known.size;
  }

  /** Returns the one with an id, which may be new, and notes that it was heard of; null: there are too many. */
  hear(id: string): Peer | null {
    let peer: Peer | null = this.known.has(id) ? this.known.get(id) : null;
    if (peer == null) {
      if (this.known.size >= MAX_PEERS) return null;
      peer = new Peer(id);
      this.known.set(id, peer);
    }
    peer.heardNs = this.chat.loop.nowNs;
    return peer;
  }

  /** Lets the people of those leave that were last heard of before a time. */
  expire(beforeNs: i64): void {
    const all = this.known.values();
    for (let i = 0; i < all.length; i++) if (all[i].heardNs < beforeNs) this.remove(all[i].id);
  }

  /** A server is gone, and its people with it. */
  remove(id: string): void {
    if (!this.known.has(id)) return;
    const peer = this.known.get(id);
    this.known.delete(id);
    this.sweep(peer, i32.MAX_VALUE, 'the server is gone');
  }

  /** Lets those leave who were in no list of a peer's people since the one of this number. */
  sweep(peer: Peer, list: i32, reason: string = ''): void {
    const people = peer.people.values();
    for (let i = 0; i < people.length; i++) if (people[i].list < list) this.part(people[i], reason);
  }

  /** A peer says that somebody of its people is in a room. */
  come(peer: Peer, name: string, roomName: string): void {
    if (problemOfName(name).length > 0 || problemOfName(roomName).length > 0) return;
    let person = this.find(peer, name);
    if (person == null) {
      if (this.people >= MAX_PEOPLE || !this.yields(peer, name)) return;
      person = new RemotePerson(name, peer);
      this.people++;
      peer.people.add(person);
      this.chat.meet(person);
    }
    person.list = peer.lists;
    const room = this.chat.openRoom(roomName);
    if (person.room === room) return;
    this.chat.leaveRoom(person, '');
    if (room != null) this.chat.comeTo(person, room);
  }

  /** A peer says that somebody of its people has left. */
  leave(peer: Peer, name: string): void {
    const person = this.find(peer, name);
    if (person != null) this.part(person, '');
  }

  /** A peer says that somebody of its people, in that room, has another name. */
  rename(peer: Peer, before: string, name: string, roomName: string): void {
    const person = this.find(peer, before);
    const holder = this.chat.find(name);
    const isFree = holder == null || holder === person;
    if (person != null && isFree && problemOfName(name).length == 0) return this.chat.rename(person, name);
    if (person != null) this.part(person, '');
    this.come(peer, name, roomName);
  }

  private find(peer: Peer, name: string): RemotePerson | null {
    const person = this.chat.find(name);
    if (!(person instanceof RemotePerson)) return null;
    const remote = person as RemotePerson;
    return remote.peer === peer ? remote : null;
  }

  private part(person: RemotePerson, reason: string): void {
    this.people--;
    person.peer.people.delete(person);
    this.chat.leave(person, reason);
  }

  /** Whether a name becomes that of a peer's person: nobody has it, or whoever has it gives it up. */
  private yields(peer: Peer, name: string): bool {
    const holder = this.chat.find(name);
    if (holder == null) return true;
    if (holder instanceof RemotePerson) {
      const remote = holder as RemotePerson;
      if (remote.peer.id < peer.id) return false;
      this.part(remote, '');
      return true;
    }
    if (this.ownId < peer.id) return false;
    const member = holder as Member;
    const before = member.name;
    this.chat.rename(member, this.freeNameLike(before));
    const text = before + ' is the name of somebody on another server: you are ' + member.name + ' now.';
    this.chat.tell(member, new Notice(text));
    return true;
  }

  private freeNameLike(name: string): string {
    let free = name;
    for (let i: u32 = 2; this.chat.find(free) != null; i++) {
      const suffix = '-' + formatNumber(i);
      free = name.substring(0, MAX_NAME_LENGTH - suffix.length) + suffix;
    }
    return free;
  }
}
