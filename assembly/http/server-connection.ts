import { ConnectionHandler } from '../loop';
import { Bytes, CONNECTION_BROKEN, INVALID_ARGUMENT } from '../net';
import { FOREVER } from '../selectors';
import { ByteWriter } from './byte-writer';
import { Deadline, DeadlineOwner } from './deadline';
import { completeBody, dispatch, refusalOf } from './dispatch';
import { Exchange } from './exchange';
import { NEEDS_MORE } from './field-parser';
import { PendingBytes } from './pending-bytes';
import { BodyFlow } from './request';
import { ResponseOwner } from './response-owner';
import { ServerContext } from './server-context';
import { hasNoBody } from './status';

/** What may arrive while a request waits for its answer: that is how a client that leaves is noticed. Then reading pauses. */
const MAX_WAITING_BYTES: i32 = 16384;
/** How much of a body is thrown away after its response, so that the connection can be used again. */
const MAX_UNWANTED_BYTES: i64 = 65536;
const SECOND_NS: i64 = 1_000_000_000;

/**
 * A client's connection: takes requests out of what arrives and has them answered, one after the other.
 *
 * While nothing is under way it holds no buffers: thousands of idle clients cost little.
 */
export class ServerConnection extends ConnectionHandler implements ResponseOwner, BodyFlow, DeadlineOwner {
  private pending: PendingBytes | null = null;
  private exchange: Exchange | null = null;
  private deadline: Deadline;
  private bodySinceNs: i64 = 0;
  private heldBytes: i32 = 0;
  private failure: i32 = 0;
  private isConsuming: bool = false;
  private isBodyPaused: bool = false;
  private hasInputEnded: bool = false;
  /** Whether the connection closes after this request. */
  private isLast: bool = false;

  constructor(private context: ServerContext) {
    super();
    this.deadline = new Deadline(context.loop, this);
  }

  get scratch(): ByteWriter {
    return this.context.writer;
  }

  onOpen(): void {
    this.deadline.set(this.context.options.headerTimeoutNs);
  }

  onData(data: Bytes): void {
    const pending = this.pending;
    if (pending != null) {
      pending.append(data.buffer, data.start, data.length);
      if (this.exchange != null || pending.mayHaveHead()) this.consumePending();
      else this.checkHead(pending);
      return this.settle();
    }
    const end = data.start + data.length;
    const position = this.consume(data.buffer, data.start, end);
    if (position < end && this.isServing) {
      const rest = new PendingBytes();
      rest.append(data.buffer, position, end - position);
      this.pending = rest;
    }
    this.settle();
  }

  onWritable(): void {
    const exchange = this.exchange;
    if (exchange != null) {
      exchange.response.pump(this.context.buffer);
      const handler = exchange.handler;
      if (handler != null && !exchange.response.isEnded) handler.onWritable();
    }
    this.consumePending();
    this.settle();
  }
}
