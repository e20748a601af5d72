import { EventLoop } from '../loop';
import {
  Bytes,
  DATAGRAM_TOO_LARGE,
  INVALID_ARGUMENT,
  INVALID_STATE,
  OUT_OF_MEMORY,
  WOULD_BLOCK,
} from '../net';
import { formatNumber, randomBits } from '../wasi';
import { ClientTask, ClientTaskOwner } from './client-task';
import { NatsInfo } from './info';
import { NatsMessage, NatsMessageHandler, NatsPublisher } from './message';
import { NatsConnection, NatsConnectionOwner } from './nats-connection';
import { NatsHandler } from './nats-handler';
import { NatsOptions } from './options';
import { NatsServer, ServerList } from './server-list';
import { isSubject } from './subject';
import {
  MessageFunctionHandler,
  NatsMessageFunction,
  NatsSubscription,
  SubscriptionOwner,
} from './subscription';

/** A pause is not doubled more often. */
const MAX_DOUBLINGS: i32 = 16;

/**
 * A client of NATS (docs.nats.io) on an event loop: publishes and subscribes, and connects again, to every server that it knows in turn,
 * until it is closed or the loop drains.
 *
 * NATS delivers at most once. While the client is away nothing arrives, and nothing can be published; subscriptions stay.
 */
export class NatsClient implements NatsConnectionOwner, NatsPublisher, SubscriptionOwner, ClientTaskOwner {
  /** What the last `connect` or `subscribe` came to: 0 or a negative outcome (see `describe`). */
  lastError: i32 = 0;
  /** Messages that have arrived and were left out, since they are longer than the options allow. */
  droppedMessages: i64 = 0;
  private servers: ServerList;
  private currentServer: NatsServer = new NatsServer('', 0);
  private current: NatsConnection | null = null;
  /** Attempts since a connection has lasted. */
  private attempts: i32 = 0;
  private isStarted: bool = false;
  private lastSid: i32 = 0;
  private subscriptions: Map<i32, NatsSubscription> = new Map<i32, NatsSubscription>();
  private message!: NatsMessage;
  private task!: ClientTask;

  constructor(
    private options: NatsOptions = new NatsOptions(),
    /** The loop that it runs on, most likely that of a server. */
    readonly loop: EventLoop = new EventLoop(),
    private handler: NatsHandler = new NatsHandler(),
  ) {
    this.servers = new ServerList(options.maxServers);
    this.message = new NatsMessage(this);
    this.task = new ClientTask(this);
  }

  /** Whether a server has let it in: what is published is sent. */
  get isConnected(): bool {
    const connection = this.current;
    return connection != null && connection.isReady;
  }

  /** The server that it is connected to, or that was tried last: HOST:PORT. */
  get server(): string {
    return this.currentServer.toString();
  }

  /** The longest payload that can be published now, in bytes; 0: it is not connected. */
  get maxPayloadBytes(): i32 {
    const connection = this.current;
    return connection != null && connection.isReady ? connection.maxPayloadBytes : 0;
  }

  /**
   * Starts to connect; the handler is told what comes of it. From then on the client is connected again whenever it was not.
   *
   * False: INVALID_ARGUMENT (the options have no server, or one that is not HOST:PORT), or INVALID_STATE (a second call).
   */
  connect(): bool {
    const texts = this.options.servers;
    this.lastError = this.isStarted ? INVALID_STATE : texts.length == 0 ? INVALID_ARGUMENT : 0;
    for (let i = 0; i < texts.length && this.lastError == 0; i++) {
      const server = NatsServer.parse(texts[i]);
      if (server != null) this.servers.add(server);
      else this.lastError = INVALID_ARGUMENT;
    }
    if (this.lastError != 0) return false;
    this.isStarted = true;
    this.tryNext();
    return true;
  }

  /**
   * Publishes a message; `reply`: the subject that answers are expected at.
   *
   * Returns 0: it is on its way. INVALID_STATE: the client is not connected; INVALID_ARGUMENT: that is no subject, or has wildcards;
   * DATAGRAM_TOO_LARGE: it is longer than `maxPayloadBytes`; WOULD_BLOCK: too much waits for the server already.
   */
  publish(subject: string, data: Bytes, reply: string = ''): i32 {
    const connection = this.current;
    if (!isSubject(subject) || (reply.length > 0 && !isSubject(reply))) return INVALID_ARGUMENT;
    if (connection == null || !connection.isReady) return INVALID_STATE;
    if (data.length > connection.maxPayloadBytes) return DATAGRAM_TOO_LARGE;
    return connection.publish(subject, reply, data) ? 0 : WOULD_BLOCK;
  }

  /** Like `publish`, a text as UTF-8. */
  publishText(subject: string, text: string, reply: string = ''): i32 {
    return this.publish(subject, Bytes.of(text), reply);
  }

  /**
   * Has a function called with each message of a subject, which may have the wildcards `*` (a token) and `>` (the rest). Of the
   * subscriptions of a queue group, in all clients, one gets each message. The client need not be connected.
   *
   * Null: INVALID_ARGUMENT (no such subject or queue), or OUT_OF_MEMORY (too many subscriptions).
   */
  subscribe(subject: string, call: NatsMessageFunction, queue: string = ''): NatsSubscription | null {
    return this.subscribeWith(subject, new MessageFunctionHandler(call), queue);
  }

  /** Like `subscribe`, with an object in place of the function. */
  subscribeWith(subject: string, handler: NatsMessageHandler, queue: string = ''): NatsSubscription | null {
    this.lastError = this.subscriptions.size < this.options.maxSubscriptions ? 0 : OUT_OF_MEMORY;
    if (!isSubject(subject, true) || (queue.length > 0 && !isSubject(queue)))
      this.lastError = INVALID_ARGUMENT;
    if (this.lastError != 0) return null;
    const subscription = new NatsSubscription(this, ++this.lastSid, subject, queue, handler);
    const connection = this.current;
    this.subscriptions.set(subscription.sid, subscription);
    if (connection != null && connection.isReady) connection.subscribe(subscription);
    return subscription;
  }

  /** Makes a subject that nobody else has, to get answers at. */
  newInbox(): string {
    let inbox = '_INBOX.';
    for (let i = 0; i < 4; i++) inbox += formatNumber(<u32>randomBits(), 16) + (i < 3 ? '-' : '');
    return inbox;
  }

  /** Closes it, for good, when what was published has left. */
  close(): void {
    const connection = this.current;
    this.stop();
    if (connection != null) connection.close();
  }

  /** @internal See `NatsSubscription.unsubscribe`. */
  end(subscription: NatsSubscription, afterMessages: i32): void {
    const connection = this.current;
    if (!this.subscriptions.has(subscription.sid)) return;
    subscription.remaining = max(afterMessages, 0);
    if (connection != null && connection.isReady) connection.unsubscribe(subscription);
    if (afterMessages <= 0) this.subscriptions.delete(subscription.sid);
  }

  /** @internal */
  logIn(connection: NatsConnection): void {
    const all = this.subscriptions.values();
    for (let i = 0; i < all.length; i++) connection.subscribe(all[i]);
    this.loop.scheduleEvery(this.task, this.options.pingIntervalNs);
    this.handler.onConnect();
  }

  /** @internal */
  receiveMessage(sid: i32, message: NatsMessage): void {
    if (!this.subscriptions.has(sid)) return; // it was on its way when that ended
    const subscription = this.subscriptions.get(sid);
    subscription.received++;
    if (subscription.remaining == 1) this.subscriptions.delete(sid);
    if (subscription.remaining > 0) subscription.remaining--;
    subscription.handler.onMessage(message);
  }

  /** @internal */
  countDropped(): void {
    this.droppedMessages++;
  }

  /** @internal A server that leaves is left, where another one is known. */
  receiveInfo(connection: NatsConnection, info: NatsInfo): void {
    this.servers.learn(info.urls);
    if (!info.isLeaving || !connection.isReady) return;
    if (this.servers.length == 1) return;
    connection.close();
    this.lose(connection, 'the server is about to leave');
  }

  /** @internal */
  receiveComplaint(text: string): void {
    this.handler.onComplaint(text);
  }

  /** @internal */
  startDrain(): void {
    this.handler.onDrain();
    this.stop();
  }

  /** @internal */
  lose(connection: NatsConnection, reason: string): void {
    if (connection !== this.current) return;
    this.stop();
    if (!this.loop.isDraining) this.loop.schedule(this.task, this.pauseNs);
    this.handler.onDisconnect(reason);
  }

  /** @internal */
  takeTurn(): void {
    const connection = this.current;
    if (connection == null) return this.tryNext();
    if (!connection.isReady) return connection.fail('the server does not answer');
    this.attempts = 0;
    connection.checkAlive();
  }

  /** How long to wait before the next attempt. */
  private get pauseNs(): i64 {
    const options = this.options;
    const doublings = min(this.attempts / this.servers.length, MAX_DOUBLINGS);
    const halfNs = min(options.reconnectDelayNs << doublings, options.maxReconnectDelayNs) / 2;
    return halfNs + <i64>(randomBits() % <u64>(halfNs + 1));
  }

  private tryNext(): void {
    const connection = new NatsConnection(this, this.options, this.message);
    const server = this.servers.next();
    this.attempts++;
    this.current = connection;
    this.currentServer = server;
    this.loop.schedule(this.task, this.options.connectTimeoutNs);
    this.loop.connect(server.host, server.port, connection, this.options.connection);
  }

  private stop(): void {
    this.current = null;
    this.loop.cancel(this.task);
  }
}
