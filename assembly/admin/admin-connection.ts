import { PendingBytes } from '../http/pending-bytes';
import { MAX_METHOD_BYTES } from '../http/request-parser';
import { Connection, ConnectionHandler, EventLoop, TimerTask } from '../loop';
import { Bytes } from '../net';
import { AdminOptions } from './options';
import { AdminProgram } from './program';
import { ANSWERED, AWAITS_DRAIN, AdminResponder } from './responder';

/** Drops a connection whose request takes too long. */
class RequestDeadline extends TimerTask {
  constructor(private connection: Connection) {
    super();
  }

  onTimer(): void {
    this.connection.abort();
  }
}

/** A connection of an admin server: one request and its answer. */
export class AdminConnection extends ConnectionHandler {
  private pending: PendingBytes = new PendingBytes();
  private deadline: RequestDeadline | null = null;
  private awaitsDrain: bool = false;

  constructor(
    private loop: EventLoop,
    private program: AdminProgram,
    private responder: AdminResponder,
    private options: AdminOptions,
  ) {
    super();
  }

  onOpen(): void {
    const deadline = new RequestDeadline(this.connection);
    this.deadline = deadline;
    this.loop.schedule(deadline, this.options.requestNs);
  }

  onData(data: Bytes): void {
    if (this.awaitsDrain) return;
    const pending = this.pending;
    const head = this.options.head;
    pending.append(data.buffer, data.start, data.length);
    if (!pending.mayHaveHead(head.targetBytes + MAX_METHOD_BYTES) && pending.length < head.headBytes) return;
    const result = this.responder.respond(pending.buffer, pending.start, pending.end);
    if (result == ANSWERED) this.answer();
    if (result != AWAITS_DRAIN) return;
    this.awaitsDrain = true;
    this.cancelDeadline();
    this.program.drain();
  }

  onEnd(): void {
    if (!this.awaitsDrain) this.connection.close();
  }

  /** All else has drained. */
  onDrain(): void {
    if (!this.awaitsDrain) return this.connection.finish();
    this.responder.answerDrained();
    this.answer();
  }

  onClose(): void {
    this.cancelDeadline();
  }

  private answer(): void {
    this.connection.write(this.responder.answer);
    this.connection.close();
    this.cancelDeadline();
  }

  private cancelDeadline(): void {
    const deadline = this.deadline;
    if (deadline != null) this.loop.cancel(deadline);
  }
}
