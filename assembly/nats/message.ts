import { Bytes, INVALID_ARGUMENT } from '../net';

/** Sends messages: what a message needs to be answered. */
export interface NatsPublisher {
  /** See `NatsClient.publish`. */
  publish(subject: string, data: Bytes, reply: string): i32;
}

/** A message that has arrived. It is good until `onMessage` returns: `copy` what is kept. */
export class NatsMessage {
  /** Its payload. */
  readonly data: Bytes = new Bytes(new StaticArray<u8>(0), 0, 0);
  /** @internal */
  readonly subjectBytes: Bytes = new Bytes(this.data.buffer, 0, 0);
  /** @internal Empty: no answer is wanted. */
  readonly replyBytes: Bytes = new Bytes(this.data.buffer, 0, 0);

  constructor(private publisher: NatsPublisher) {}

  /** The subject that it was published to. */
  get subject(): string {
    return this.subjectBytes.toString();
  }

  /** The subject that an answer is expected at; empty: no answer is wanted. */
  get reply(): string {
    return this.replyBytes.toString();
  }

  /** Decodes its payload as UTF-8; bytes that are not UTF-8 become another character. */
  text(): string {
    return this.data.toString();
  }

  /** Answers it. Returns 0, INVALID_ARGUMENT (no answer is wanted), or what `NatsClient.publish` returns. */
  respond(data: Bytes): i32 {
    return this.replyBytes.length == 0 ? INVALID_ARGUMENT : this.publisher.publish(this.reply, data, '');
  }

  /** Like `respond`, a text as UTF-8. */
  respondText(text: string): i32 {
    return this.respond(Bytes.of(text));
  }
}

/** What a program does with the messages of a subscription: for a program with state of its own. */
export abstract class NatsMessageHandler {
  /** A message has arrived. */
  abstract onMessage(message: NatsMessage): void;
}
