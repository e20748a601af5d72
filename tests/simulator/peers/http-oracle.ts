import { type Answer, readFirst, saysClose } from '../../support/http/answers.ts';
import type { HttpScript } from '../scenario.ts';
import type { World } from '../world.ts';
import { type Due, makeRequest } from './http-request.ts';
import { type Circumstances, Oracle } from './oracle.ts';

/** How long the server waits, in microseconds; the options of its command line in seconds. */
export interface HttpLimits {
  headerUs: number;
  bodyUs: number;
  keepAliveUs: number;
}

/** How much later than the peer the server may see things. */
const SLACK_US = 500_000;
/** How long the server waits until somebody takes the last answer. */
const LINGER_US = 10_000_000;

/** http: each request is answered once, in order and as is due for it; then, or when its time is over, the connection closes. */
export class HttpOracle extends Oracle {
  private readonly dues: Due[] = [];
  private rest: Uint8Array = new Uint8Array();
  private planned = 0;
  private lastSentUs: number;
  private parts: Uint8Array[] = [];
  private unreadBytes = 0;
  /** With fewer bytes it need not be looked whether there is an answer. */
  private neededBytes = 1;
  /** The last answer has come. */
  private isOver = false;

  constructor(
    name: string,
    circumstances: Circumstances,
    private readonly id: number,
    private readonly world: World,
    private readonly limits: HttpLimits,
  ) {
    super(name, circumstances);
    this.lastSentUs = world.nowUs;
  }

  override prepare(script: HttpScript): number {
    if (this.planned > this.sent) return 0; // within a request there can't be another
    const { bytes, due } = makeRequest(script, this.id, this.sent);
    this.dues.push(due);
    this.planned = due.end;
    this.rest = bytes;
    return bytes.length;
  }

  make(bytes: number): Uint8Array {
    const piece = this.rest.subarray(0, bytes);
    this.rest = this.rest.subarray(bytes);
    return piece;
  }

  override send(bytes: Uint8Array): void {
    super.send(bytes);
    const { nowUs } = this.world;
    const due = this.dues.at(-1);
    if (due !== undefined && due.startedUs < 0) {
      due.startedUs = nowUs;
      due.idleUs = nowUs - this.lastSentUs;
    }
    if (due?.end === this.sent) due.doneUs = nowUs;
    this.lastSentUs = nowUs;
  }

  receive(bytes: Uint8Array): void {
    this.got += bytes.length;
    this.parts.push(bytes);
    this.unreadBytes += bytes.length;
    if (this.unreadBytes >= this.neededBytes) this.read(false);
  }

  receiveEnd(): void {
    this.read(true);
    if (!this.isOver) this.checkEnd();
    this.isOver = true;
  }

  breakOff(): void {
    const sinceUs = this.dues[0]?.startedUs ?? this.lastSentUs;
    if (this.isOver || this.circumstances.isDraining || this.world.nowUs - sinceUs >= LINGER_US) return;
    this.fail('no connection is broken by the server', 'was cut off');
  }

  get isComplete(): boolean {
    const [due] = this.dues;
    return this.isOver || due === undefined || due.end > this.sent;
  }

  get missing(): string {
    return `${this.dues.length} answers`;
  }

  /** An end that no answer has told of. */
  private checkEnd(): void {
    const [due] = this.dues;
    if (due !== undefined && due.end <= this.sent) return this.endWithout(due);
    if (this.circumstances.isDraining) return;
    if (due !== undefined && due.startedUs >= 0)
      this.failBytes('got the end of the stream, and nothing for the request that it was sending');
    if (!this.hasEnded && this.world.nowUs - this.lastSentUs < this.limits.keepAliveUs)
      this.fail('no connection is broken by the server', 'got the end of the stream too early');
  }

  /** An end that is in the place of an answer. */
  private endWithout(due: Due): void {
    if (due.idleUs >= this.limits.keepAliveUs - SLACK_US) return; // they have crossed
    if (this.circumstances.isDraining && due.end > this.arrivedAtDrain) return;
    this.failBytes(`got the end of the stream without ${this.missing}`);
  }

  private read(hasEnded: boolean): void {
    let bytes = Buffer.concat(this.parts);
    while (bytes.length > 0) {
      const [due] = this.dues;
      const first = this.readFirst(bytes, hasEnded, due);
      if (first?.answer.isWhole !== true && !hasEnded) {
        this.neededBytes = bytes.length + (first === null ? 1 : missingBytes(first.answer, due));
        break;
      }
      if (first === null) this.failBytes('got the end of the stream within a head');
      if (this.isOver) this.failBytes('got something after the last answer');
      if (first.answer.isWhole) this.take(first.answer, due);
      else this.takePart(due);
      bytes = bytes.subarray(first.bytes);
      this.neededBytes = 1;
    }
    this.parts = bytes.length > 0 ? [bytes] : [];
    this.unreadBytes = bytes.length;
  }

  private readFirst(bytes: Buffer, hasEnded: boolean, due: Due | undefined): ReturnType<typeof readFirst> {
    try {
      return readFirst(bytes, hasEnded, (status) => due?.isHead === true && status === due.status); // of a part the server can't know
    } catch (error) {
      return this.failBytes(`got an answer that is none: ${(error as Error).message}`);
    }
  }

  private take(answer: Answer, due: Due | undefined): void {
    const { status, body } = answer;
    if (due === undefined || due.startedUs < 0) this.failBytes(`got a ${status} for nothing`);
    const isWhole = due.end <= this.sent;
    const isLate = status === 408 && this.isTimeOver(due);
    const isCut = status === 400 && this.hasEnded && !isWhole;
    this.dues.shift();
    this.isOver = saysClose(answer);
    if (isLate || isCut) {
      if (!this.isOver) this.failBytes(`got a ${status} that does not close`);
      return;
    }
    if (status !== due.status) this.failBytes(`got ${status} where ${due.status} was due`);
    if (!isWhole && !due.isEarly) this.failBytes(`got a ${status} for a part of a request`);
    if (due.body !== undefined && Buffer.compare(body, due.body) !== 0)
      this.failBytes(`got another body than the ${due.body.length} bytes that were due`);
    if (due.closes && !this.isOver) this.failBytes('got an answer that does not close');
    if (!due.closes && this.isOver && !this.circumstances.isDraining)
      this.fail('no connection is broken by the server', 'got an answer that closes');
    if (due.keepsAlive10 && !this.isOver && answer.fields.get('connection') !== 'keep-alive')
      this.failBytes('got an answer that does not say whether it closes');
  }

  /** Only a body that comes back while it is sent may be cut: when the rest does not come. */
  private takePart(due: Due | undefined): void {
    const isExcused =
      due !== undefined &&
      (this.isTimeOver(due) || (due.end > this.sent && (this.hasEnded || this.circumstances.isDraining)));
    if (due?.isEcho !== true || !isExcused)
      this.failBytes('got a part of an answer and the end of the stream');
    this.isOver = true;
  }

  /** Whether the server may say so: the rest of the request did not come, or not in time. */
  private isTimeOver({ startedUs, doneUs, end }: Due): boolean {
    const { headerUs, bodyUs } = this.limits;
    const leastUs = Math.min(headerUs, bodyUs);
    if (this.world.nowUs - startedUs < leastUs) return false;
    return end > this.sent || doneUs - startedUs >= leastUs - SLACK_US;
  }
}

/** How many bytes are missing of an answer, at least. */
function missingBytes({ fields, body }: Answer, due: Due | undefined): number {
  const length = fields.get('content-length');
  const whole = length === undefined ? (due?.body?.length ?? 0) : Number(length);
  return Math.max(whole - body.length, 1);
}
