import { ConnectionHandler } from '../loop';
import { Bytes, describe } from '../net';
import { formatNumber, utf8Bytes } from '../wasi';
import { connectCommand } from './connect-command';
import { NatsInfo } from './info';
import { NatsMessage } from './message';
import { NatsOptions } from './options';
import { NatsParser, NatsReceiver } from './parser';
import { NatsSubscription } from './subscription';

const LINE_END: string = '\r\n';

/** Whose connection it is. */
export interface NatsConnectionOwner {
  /** Called once: the server has let the client in. */
  logIn(connection: NatsConnection): void;
  /** A message has arrived for the subscription of this number. */
  receiveMessage(sid: i32, message: NatsMessage): void;
  /** A message was left out, since it is too large. */
  countDropped(): void;
  /** The server has said again what it is. */
  receiveInfo(connection: NatsConnection, info: NatsInfo): void;
  /** The server complains. */
  receiveComplaint(text: string): void;
  /** The loop drains: what is published now is still sent. */
  startDrain(): void;
  /** Called once: it has failed or closed. */
  lose(connection: NatsConnection, reason: string): void;
}

/** One connection to a server: logs in, and writes and receives the protocol's commands. */
export class NatsConnection extends ConnectionHandler implements NatsReceiver {
  /** Whether the server has let the client in, and the connection is not over. */
  isReady: bool = false;
  /** The longest payload that the server takes, in bytes. */
  maxPayloadBytes: i32 = 0;
  private parser!: NatsParser;
  private isLoggingIn: bool = false;
  private unansweredPings: i32 = 0;
  private reason: string = '';
  /** What the server has complained about, if it has sent nothing since. */
  private complaint: string = '';

  constructor(
    private owner: NatsConnectionOwner,
    private options: NatsOptions,
    message: NatsMessage,
  ) {
    super();
    this.parser = new NatsParser(this, message, options);
  }

  get takesInput(): bool {
    return this.connection.isOpen;
  }

  /** Sends SUB, and UNSUB where it ends after some messages. */
  subscribe(subscription: NatsSubscription): void {
    const queue = subscription.queue;
    const sid = formatNumber(subscription.sid);
    const target = subscription.subject + (queue.length > 0 ? ' ' + queue : '');
    this.connection.writeText('SUB ' + target + ' ' + sid + LINE_END);
    subscription.received = 0;
    if (subscription.remaining > 0) this.unsubscribe(subscription);
  }

  /** Sends UNSUB. */
  unsubscribe(subscription: NatsSubscription): void {
    const remaining = subscription.remaining;
    const after = remaining > 0 ? ' ' + formatNumber(subscription.received + remaining) : '';
    this.connection.writeText('UNSUB ' + formatNumber(subscription.sid) + after + LINE_END);
  }

  /** Sends PUB. Returns false, and sends nothing, where too much waits for the server already. */
  publish(subject: string, reply: string, data: Bytes): bool {
    const connection = this.connection;
    const target = subject + (reply.length > 0 ? ' ' + reply : '');
    const line = 'PUB ' + target + ' ' + formatNumber(data.length) + LINE_END;
    const bytes = utf8Bytes(line) + data.length + LINE_END.length;
    if (connection.bufferedBytes + bytes > connection.options.limitBytes) return false;
    connection.writeText(line);
    connection.write(data);
    connection.writeText(LINE_END);
    return true;
  }

  /** Asks for a sign of life, or gives up when there was none for too long. */
  checkAlive(): void {
    if (this.unansweredPings >= this.options.maxUnansweredPings)
      return this.fail('the server does not answer');
    this.unansweredPings++;
    this.connection.writeText('PING\r\n');
  }

  /** Ends it. */
  fail(reason: string): void {
    this.note(reason);
    this.isReady = false;
    this.connection.abort();
  }

  /** Ends it when all has been sent. */
  close(): void {
    this.isReady = false;
    this.connection.close();
  }

  onData(data: Bytes): void {
    this.parser.parse(data);
    const problem = this.parser.problem;
    if (problem.length > 0 && this.takesInput) this.fail('the server does not speak NATS: ' + problem);
  }

  onEnd(): void {
    this.fail(this.complaint.length > 0 ? this.complaint : 'the server has closed the connection');
  }

  /** Pings keep it alive. */
  onIdle(): void {}

  onDrain(): void {
    this.owner.startDrain();
    this.close();
  }

  onError(outcome: i32): void {
    this.note(this.complaint.length > 0 ? this.complaint : describe(outcome));
  }

  onClose(): void {
    this.isReady = false;
    this.owner.lose(this, this.reason);
  }

  receiveInfo(info: NatsInfo): void {
    this.maxPayloadBytes = min(info.maxPayloadBytes, this.options.maxPayloadBytes);
    if (info.needsTls) return this.fail('the server wants TLS, which there is not here');
    if (this.isLoggingIn) return this.owner.receiveInfo(this, info);
    this.isLoggingIn = true;
    this.connection.writeText(connectCommand(this.options) + 'PING\r\n');
    this.owner.receiveInfo(this, info);
  }

  receivePing(): void {
    this.connection.writeText('PONG\r\n');
  }

  receivePong(): void {
    this.complaint = '';
    this.unansweredPings = 0;
    if (this.isReady) return;
    this.isReady = true;
    this.owner.logIn(this);
  }

  receiveMessage(sid: i32, message: NatsMessage): void {
    this.complaint = '';
    this.owner.receiveMessage(sid, message);
  }

  receiveTooLarge(): void {
    this.owner.countDropped();
  }

  receiveComplaint(text: string): void {
    this.complaint = text;
    this.owner.receiveComplaint(text);
  }

  /** The first reason is the true one. */
  private note(reason: string): void {
    if (this.reason.length == 0) this.reason = reason;
  }
}
