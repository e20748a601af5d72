import { EventLoop, TimerTask } from '../loop';
import { FOREVER } from '../selectors';
import { Exchange } from './exchange';
import { HttpOptions } from './options';

/** Whom a deadline concerns. */
export interface DeadlineOwner {
  /** Called when the time is over. */
  onDeadline(): void;
}

const IDLE: i32 = 0;
const HEAD: i32 = 1;
const BODY: i32 = 2;
const ANSWER: i32 = 3;
const SECOND_NS: i64 = 1_000_000_000;

/** The time limit of what a connection waits for. It changes with each request, which costs no rescheduling unless it comes closer. */
export class RequestDeadline extends TimerTask {
  private phase: i32 = ANSWER;
  private limitNs: i64 = FOREVER;
  /** When the body began to be waited for, and how much of it there was then and is now. */
  private bodySinceNs: i64 = 0;
  private firstBodyBytes: i64 = 0;
  private bodyBytes: i64 = 0;

  constructor(
    private loop: EventLoop,
    private options: HttpOptions,
    private owner: DeadlineOwner,
  ) {
    super();
  }

  /** Sets it for what a connection waits for: the end of this exchange, or a head of which a part `isPending`, or nothing that has begun. */
  update(exchange: Exchange | null, isPending: bool, isBodyWanted: bool): void {
    if (exchange == null) {
      if (isPending) this.awaitHead();
      else this.awaitRequest();
    } else if (exchange.isBodyComplete || !isBodyWanted) this.awaitNothing();
    else this.awaitBody(exchange.bodyBytes);
  }

  /** A request may come. */
  awaitRequest(): void {
    this.phase = IDLE;
    this.set(this.options.keepAliveTimeoutNs);
  }

  /** The rest of a head has to come. */
  private awaitHead(): void {
    if (this.phase == HEAD) return;
    this.phase = HEAD;
    this.set(this.options.headerTimeoutNs);
  }

  /** The rest of a body has to come, of which there are so many bytes. */
  private awaitBody(bytes: i64): void {
    this.bodyBytes = bytes;
    if (this.phase == BODY) return;
    this.phase = BODY;
    this.bodySinceNs = this.loop.nowNs;
    this.firstBodyBytes = bytes;
    this.set(this.options.bodyTimeoutNs);
  }

  /** Nothing has to come: it is the program's turn, or the client's to receive. */
  awaitNothing(): void {
    this.phase = ANSWER;
    this.limitNs = FOREVER;
  }

  /** Ends it. */
  cancel(): void {
    this.awaitNothing();
    this.loop.cancel(this);
  }

  onTimer(): void {
    if (this.limitNs == FOREVER) return;
    if (this.phase == BODY) {
      const seconds = (this.bodyBytes - this.firstBodyBytes) / max(this.options.minBodyRate, 1);
      this.limitNs = this.bodySinceNs + this.options.bodyTimeoutNs + seconds * SECOND_NS;
    }
    if (this.limitNs <= this.loop.nowNs) this.owner.onDeadline();
    else this.loop.scheduleAt(this, this.limitNs);
  }

  private set(delayNs: i64): void {
    const now = this.loop.nowNs;
    this.limitNs = delayNs > FOREVER - now ? FOREVER : now + delayNs;
    if (this.limitNs < FOREVER && (!this.isScheduled || this.limitNs < this.dueNs))
      this.loop.scheduleAt(this, this.limitNs);
  }
}
