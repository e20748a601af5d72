import { ByteWriter } from '../http/byte-writer';
import { TimerTask } from '../loop';
import { Bytes, parseDecimal } from '../net';
import {
  NatsClient,
  NatsHandler,
  NatsMessage,
  NatsMessageHandler,
  NatsOptions,
  decodeToken,
  encodeToken,
} from '../nats';
import { formatNumber, randomBits } from '../wasi';
import { Chat } from './chat';
import { cleanText } from './clean-text';
import { ACTION, ClusterBus, DIRECT, EVERYBODY, PRESENCE, ROOM } from './cluster-bus';
import { Peer, Peers } from './cluster-peers';
import { Notice } from './events/notice';
import { Action, Direct, Message } from './events/said';
import { problemOfName } from './names';
import { Member } from './people';
import { WordReader } from './word-reader';

const SECOND_NS: i64 = 1_000_000_000;
/** How often a server says that it is there. */
const ALIVE_NS: i64 = SECOND_NS;
/** A server that is not heard of for so long is gone, and its people with it. */
const EXPIRY_NS: i64 = 4 * SECOND_NS;
/** How long a server waits for others who ask for its people as well. */
const LIST_DELAY_NS: i64 = SECOND_NS / 20;
/** A server that is not understood is asked so often for all of its people. */
const ASK_AGAIN_NS: i64 = SECOND_NS / 2;
const MAX_PAYLOAD_BYTES: i32 = 65_536;
/** The longest id of a server. */
const MAX_ID_LENGTH: i32 = 32;

const MAX_TIME_DIGITS: i32 = 15;

const words = new WordReader();
const cleaned = new ByteWriter(1024);

/**
 * Shares the rooms of a chat with other servers, by NATS.
 *
 * What members say is published to the subject of their room, and comes in the order in which each of them said it. Who is where is
 * announced, each change with a number: who has missed one asks for the whole list. While NATS is away all goes on here; what is said
 * meanwhile is not made up for elsewhere.
 */
export class Cluster extends NatsHandler {
  private readonly client!: NatsClient;
  private readonly bus!: ClusterBus;
  private readonly listener!: ClusterListener;
  private readonly peers!: Peers;
  private readonly id: string =
    formatNumber(<u32>randomBits(), 16) + '-' + formatNumber(<u32>randomBits(), 16);
  private isAway: bool = false;
  private lastReason: string = '';
  private readonly aliveTask!: ClusterTask;
  private readonly listTask!: ClusterTask;

  /** `options`: of the NATS client; some are set here. `log`: is told where the server is, and why it can't be reached. */
  constructor(
    private chat: Chat,
    options: NatsOptions,
    private log: (line: string) => void,
  ) {
    super();
    options.echo = false;
    options.name = 'as-selectors chat';
    options.maxPayloadBytes = MAX_PAYLOAD_BYTES;
    options.maxSubscriptions = chat.options.maxRooms + 8;
    this.peers = new Peers(chat, this.id);
    this.client = new NatsClient(options, chat.loop, this);
    this.listener = new ClusterListener(this);
    this.bus = new ClusterBus(chat, this.client, this.id, this.listener);
    this.aliveTask = new ClusterTask(this, false);
    this.listTask = new ClusterTask(this, true);
  }

  /** Starts to share. Returns false when the options have no server, or one that is not HOST:PORT. */
  start(): bool {
    const rooms = this.chat.rooms.all;
    this.chat.bus = this.bus;
    for (let i = 0; i < rooms.length; i++) this.bus.onRoom(rooms[i]);
    this.client.subscribeWith(PRESENCE, this.listener);
    this.client.subscribeWith(DIRECT + this.id, this.listener);
    this.chat.loop.scheduleEvery(this.aliveTask, ALIVE_NS);
    return this.client.connect();
  }

  onConnect(): void {
    this.log('NATS: connected to ' + this.client.server);
    if (this.isAway) this.chat.tellAll(new Notice('Other servers can be reached again.'));
    this.isAway = false;
    this.lastReason = '';
    this.bus.sayAll();
    this.bus.ask(EVERYBODY);
  }

  onDisconnect(reason: string): void {
    this.onComplaint(reason);
    if (this.isAway) return;
    this.isAway = true;
    this.chat.tellAll(new Notice('Other servers can not be reached for now; in here all goes on.'));
  }

  onComplaint(text: string): void {
    if (text != this.lastReason) this.log('NATS: ' + this.client.server + ': ' + text);
    this.lastReason = text;
  }

  onDrain(): void {
    this.bus.sayBye();
  }

  /** Another server says something. Messages begin with its id. */
  hear(message: NatsMessage): void {
    const subject = message.subject;
    words.begin(message.data);
    const id = words.word();
    const isId = id.length > 0 && id.length <= MAX_ID_LENGTH && encodeToken(id) == id;
    const peer = isId && id != this.id ? this.peers.hear(id) : null;
    if (peer == null) return;
    if (subject.startsWith(ROOM)) this.hearRoom(subject);
    else if (subject == PRESENCE) this.hearPresence(peer);
    else this.hearDirect();
  }

  /** Something has been said in a room. */
  private hearRoom(subject: string): void {
    const key = decodeToken(subject.substring(ROOM.length));
    if (key == null) return;
    const room = this.chat.rooms.find(key);
    if (room == null) return;
    const isAction = words.word() == ACTION;
    const timeMs = readTime();
    const from = words.word();
    if (problemOfName(from).length > 0) return;
    const text = readText();
    this.chat.hear(
      room,
      isAction ? new Action(room.name, from, text, timeMs) : new Message(room.name, from, text, timeMs),
    );
  }

  /** Something has been said to a member. */
  private hearDirect(): void {
    words.word(); // the kind: there is one
    const timeMs = readTime();
    const from = words.word();
    const receiver = this.chat.find(words.word());
    if (problemOfName(from).length > 0 || !(receiver instanceof Member)) return;
    const member = receiver as Member;
    this.chat.tell(member, new Direct(from, member.name, readText(), timeMs, false));
  }

  /** A server says who is connected to it, or asks for that. */
  private hearPresence(peer: Peer): void {
    const kind = words.word();
    if (kind == 'bye') return this.peers.remove(peer.id);
    if (kind == 'ask') {
      const asked = words.word();
      if ((asked == EVERYBODY || asked == this.id) && !this.listTask.isScheduled)
        this.chat.loop.schedule(this.listTask, LIST_DELAY_NS);
      return;
    }
    const sequence = parseDecimal(words.word(), i32.MAX_VALUE);
    if (kind == 'first' || kind == 'more' || kind == 'last') return this.takeList(peer, kind, sequence);
    if (kind != 'alive') peer.sequence++;
    if (peer.sequence != sequence || sequence < 0) return this.askAgain(peer);
    if (kind == 'join') this.peers.come(peer, words.word(), words.word());
    else if (kind == 'leave') this.peers.leave(peer, words.word());
    else if (kind == 'nick') this.peers.rename(peer, words.word(), words.word(), words.word());
  }

  /** Says that this server is there, and lets those go that are not. */
  checkAlive(): void {
    this.bus.sayAlive();
    this.peers.expire(this.chat.loop.nowNs - EXPIRY_NS);
  }

  /** Answers those who have asked. */
  sayAll(): void {
    this.bus.sayAll();
  }

  private takeList(peer: Peer, kind: string, sequence: i32): void {
    if (kind == 'first') peer.lists++;
    while (!words.isAtEnd) this.peers.come(peer, words.word(), words.word());
    if (kind != 'last') return;
    this.peers.sweep(peer, peer.lists);
    peer.sequence = sequence;
  }

  private askAgain(peer: Peer): void {
    const now = this.chat.loop.nowNs;
    peer.sequence = -2; // nothing fits until a list has come
    if (now - peer.askedNs < ASK_AGAIN_NS) return;
    peer.askedNs = now;
    this.bus.ask(peer.id);
  }
}

/** Reads milliseconds since 1970; 0 where there are none. */
function readTime(): i64 {
  const text = words.word();
  let timeMs: i64 = 0;
  for (let i = 0; i < min(text.length, MAX_TIME_DIGITS); i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return 0;
    timeMs = timeMs * 10 + digit;
  }
  return timeMs;
}

/** Reads the rest, made clean: another server may be of another make. */
function readText(): Bytes {
  cleaned.reset();
  cleanText(words.rest(), cleaned);
  return cleaned.bytes.copy();
}

/** What a cluster has to do at a time. */
class ClusterTask extends TimerTask {
  constructor(
    private cluster: Cluster,
    private isForList: bool,
  ) {
    super();
  }

  onTimer(): void {
    if (this.isForList) this.cluster.sayAll();
    else this.cluster.checkAlive();
  }
}

/** Hears what other servers say. */
class ClusterListener extends NatsMessageHandler {
  constructor(private cluster: Cluster) {
    super();
  }

  onMessage(message: NatsMessage): void {
    this.cluster.hear(message);
  }
}
