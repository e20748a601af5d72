import { Direct, Message } from './events/said';
import { Member, Person, Room } from './people';

/** What a chat tells others that share its rooms: what its own members do. One that shares with nobody does nothing. */
export class ChatBus {
  /** A room has been made. */
  onRoom(room: Room): void {}

  /** A room is no more. */
  onRoomGone(room: Room): void {}

  /** A member has come to a room. */
  onJoin(member: Member, room: Room): void {}

  /** A member has left a room. */
  onLeave(member: Member, room: Room): void {}

  /** A member has another name. */
  onRename(member: Member, before: string): void {}

  /** A member has said something in a room. */
  onMessage(message: Message, room: Room): void {}

  /** A member has said something to somebody who is connected to another server. */
  onDirect(direct: Direct, receiver: Person): void {}
}
