import { ByteWriter } from '../http/byte-writer';
import { NatsClient, NatsMessageHandler, NatsSubscription, encodeToken } from '../nats';
import { Chat } from './chat';
import { ChatBus } from './chat-bus';
import { RemotePerson } from './cluster-peers';
import { Refusal } from './events/notice';
import { Direct, Message } from './events/said';
import { Member, Person, Room } from './people';

/** Where servers say who is connected to them. */
export const PRESENCE: string = 'as-selectors.chat.presence';
/** Where what is said in a room is published: its name follows, as one token. */
export const ROOM: string = 'as-selectors.chat.room.';
/** Where what is said to somebody is published: the id of the server follows, which the receiver is connected to. */
export const DIRECT: string = 'as-selectors.chat.direct.';
/** The id of a server that stands for all of them. */
export const EVERYBODY: string = '*';
/** What says that somebody does something. */
export const ACTION: string = 'action';

/** A list of people is cut into messages of about so many bytes. */
const LIST_BYTES: i32 = 30_000;

/** Tells the servers that share the rooms what members of this one do. Each message begins with this server's id; fields are words. */
export class ClusterBus extends ChatBus {
  private sequence: i32 = 0;
  private readonly writer: ByteWriter = new ByteWriter(1024);
  private readonly subscriptions: Map<string, NatsSubscription> = new Map<string, NatsSubscription>();

  constructor(
    private chat: Chat,
    private client: NatsClient,
    private id: string,
    private roomHandler: NatsMessageHandler,
  ) {
    super();
  }

  onRoom(room: Room): void {
    const subscription = this.client.subscribeWith(ROOM + encodeToken(room.key), this.roomHandler);
    if (subscription != null) this.subscriptions.set(room.key, subscription);
  }

  onRoomGone(room: Room): void {
    if (!this.subscriptions.has(room.key)) return;
    this.subscriptions.get(room.key).unsubscribe();
    this.subscriptions.delete(room.key);
  }

  onJoin(member: Member, room: Room): void {
    this.beginChange('join', member.name);
    this.word(room.name);
    this.publish(PRESENCE);
  }

  onLeave(member: Member, room: Room): void {
    this.beginChange('leave', member.name);
    this.publish(PRESENCE);
  }

  onRename(member: Member, before: string): void {
    const room = member.room;
    if (room == null) return;
    this.beginChange('nick', before);
    this.word(member.name);
    this.word(room.name);
    this.publish(PRESENCE);
  }

  onMessage(message: Message, room: Room): void {
    this.begin(message.type);
    this.writer.writeNumber(message.timeMs);
    this.word(message.from);
    this.word('');
    this.writer.write(message.text);
    this.publish(ROOM + encodeToken(room.key));
  }

  onDirect(direct: Direct, receiver: Person): void {
    this.begin('direct');
    this.writer.writeNumber(direct.timeMs);
    this.word(direct.from);
    this.word(direct.to);
    this.word('');
    this.writer.write(direct.text);
    const isSent = this.publish(DIRECT + (receiver as RemotePerson).peer.id);
    const sender = this.chat.find(direct.from);
    if (!isSent && sender instanceof Member)
      this.chat.tell(sender as Member, new Refusal(direct.to + ' can not be reached for now.'));
  }

  /** Says that this server is there, and the number of the last change of its people. */
  sayAlive(): void {
    this.begin('alive');
    this.writer.writeNumber(this.sequence);
    this.publish(PRESENCE);
  }

  /** Says that this server is going. */
  sayBye(): void {
    this.begin('bye');
    this.publish(PRESENCE);
  }

  /** Asks the server with an id, or EVERYBODY, for all of its people. */
  ask(id: string): void {
    this.begin('ask');
    this.writer.writeText(id);
    this.publish(PRESENCE);
  }

  /** Says who is connected to this server, in as many messages as that takes. */
  sayAll(): void {
    const rooms = this.chat.rooms.all;
    this.beginList('first');
    for (let i = 0; i < rooms.length; i++) {
      const members = rooms[i].members;
      for (let j = 0; j < members.length; j++) {
        if (this.writer.length > LIST_BYTES) {
          this.publish(PRESENCE);
          this.beginList('more');
        }
        this.word(members[j].name);
        this.word(rooms[i].name);
      }
    }
    this.publish(PRESENCE);
    this.beginList('last');
    this.publish(PRESENCE);
  }

  private beginList(kind: string): void {
    this.begin(kind);
    this.writer.writeNumber(this.sequence);
  }

  private beginChange(kind: string, name: string): void {
    this.begin(kind);
    this.writer.writeNumber(++this.sequence);
    this.word(name);
  }

  private begin(kind: string): void {
    this.writer.reset();
    this.writer.writeText(this.id + ' ' + kind + ' ');
  }

  private word(word: string): void {
    this.writer.writeText(' ' + word);
  }

  /** Returns false where it can't be published now: what it changes is in the list that follows. */
  private publish(subject: string): bool {
    return this.client.publish(subject, this.writer.bytes) == 0;
  }
}
