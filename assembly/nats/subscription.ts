import { NatsMessage, NatsMessageHandler } from './message';

/** What a client does with a message: a function in place of a `NatsMessageHandler`. */
export type NatsMessageFunction = (message: NatsMessage) => void;

/** Who has the subscriptions. */
export interface SubscriptionOwner {
  /** Ends a subscription, at once or after `afterMessages` more. */
  end(subscription: NatsSubscription, afterMessages: i32): void;
}

/** A subscription, made by `NatsClient.subscribe`. It is renewed by itself whenever the client has connected again. */
export class NatsSubscription {
  /** @internal Messages since it was last sent to a server. */
  received: i32 = 0;
  /** @internal After so many more messages it ends; 0: it does not end by itself. */
  remaining: i32 = 0;

  /** @internal */
  constructor(
    private owner: SubscriptionOwner,
    /** @internal Its number on the wire. */
    readonly sid: i32,
    /** What it is for: a subject, perhaps with wildcards. */
    readonly subject: string,
    /** Its queue group, one of whose members gets each message; empty: none. */
    readonly queue: string,
    /** @internal */
    readonly handler: NatsMessageHandler,
  ) {}

  /** Ends it: at once, or after so many more messages. A second call is harmless. */
  unsubscribe(afterMessages: i32 = 0): void {
    this.owner.end(this, afterMessages);
  }
}

/** Calls a function. */
export class MessageFunctionHandler extends NatsMessageHandler {
  constructor(private call: NatsMessageFunction) {
    super();
  }

  onMessage(message: NatsMessage): void {
    this.call(message);
  }
}
