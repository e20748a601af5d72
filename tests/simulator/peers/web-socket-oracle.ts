import { readFirst, saysClose } from '../../support/http/answers.ts';
import { CLOSE, PING, closing, serverFrame } from '../../support/frames.ts';
import type { WebSocketScript } from '../scenario.ts';
import type { World } from '../world.ts';
import { type Circumstances, Oracle } from './oracle.ts';
import { type WebSocketDue, planWebSocket } from './web-socket-script.ts';

/** After how long without a byte the server pings, and how long it waits for one then. */
const PING_US = 30_000_000;
const PONG_US = 20_000_000;
/** How long the server waits for the other half of a closing handshake. */
const CLOSE_US = 5_000_000;
/** How long the server waits until somebody takes its last bytes. */
const LINGER_US = 10_000_000;
/** How much sooner or later than the peer the server may see things. */
const SLACK_US = 500_000;

const SERVER_PING = serverFrame(PING);
const GOING_AWAY = serverFrame(CLOSE, closing(1001));
const [PING_BYTE] = SERVER_PING;
const [CLOSE_BYTE] = GOING_AWAY;

/** WebSocket: messages come back and pings are answered, each once, in order and in one frame; then both sides close. */
export class WebSocketOracle extends Oracle {
  private readonly dues: WebSocketDue[] = [];
  private rest: Uint8Array = new Uint8Array();
  private planned = 0;
  /** Since when the last thing is due; Infinity: it is not. */
  private lastDueUs = Infinity;
  private lastSentUs = 0;
  private pingedUs = Infinity;
  private drainedUs = Infinity;
  /** What has arrived and was not looked at. */
  private unread: Buffer = Buffer.alloc(0);
  /** The frame that is arriving, and how much of it has. */
  private frame: Buffer | undefined;
  private frameBytes = 0;
  private isLastFrame = false;
  private isUpgraded = false;
  /** The last answer or frame has come. */
  private isOver = false;

  constructor(
    name: string,
    circumstances: Circumstances,
    private readonly id: number,
    private readonly world: World,
  ) {
    super(name, circumstances);
  }

  override prepare(script: WebSocketScript): number {
    if (this.planned > this.sent) return 0; // within a frame there can't be another
    const { bytes, dues } = planWebSocket(script, this.id, this.sent);
    if (!this.dues.some(({ isLast }) => isLast) && !this.isOver) this.dues.push(...dues);
    this.planned = this.sent + bytes.length;
    this.rest = bytes;
    return bytes.length;
  }

  make(bytes: number): Uint8Array {
    const piece = this.rest.subarray(0, bytes);
    this.rest = this.rest.subarray(bytes);
    return piece;
  }

  override noteDrain(bytes: number): void {
    super.noteDrain(bytes);
    this.drainedUs = this.world.nowUs;
  }

  override send(bytes: Uint8Array): void {
    super.send(bytes);
    this.lastSentUs = this.world.nowUs;
    this.pingedUs = Infinity;
    const last = this.dues.at(-1);
    if (last?.isLast === true && last.end <= this.sent)
      this.lastDueUs = Math.min(this.lastDueUs, this.world.nowUs);
  }

  receive(bytes: Uint8Array): void {
    this.got += bytes.length;
    this.unread = Buffer.concat([this.unread, bytes]);
    while (this.unread.length > 0) {
      if (this.isOver) this.failBytes('got something after the last frame');
      const goesOn = this.isUpgraded ? this.readFrame() : this.readAnswer();
      if (!goesOn) break;
    }
  }

  receiveEnd(): void {
    const { isDraining } = this.circumstances;
    if (this.isOver || this.isSilent) return;
    const isCut = this.unread.length > 0 || this.frameBytes > 0;
    if (isDraining) return this.checkDrained();
    if (isCut) this.failBytes('got a part of a frame and the end of the stream');
    if (!this.isComplete) this.failBytes(`got the end of the stream without ${this.missing}`);
    if (!this.hasEnded)
      this.fail('no connection is broken by the server', 'got the end of the stream without a close frame');
  }

  breakOff(): void {
    const isLate = this.world.nowUs - this.lastDueUs >= LINGER_US;
    if (this.isOver || this.isSilent || isLate || this.circumstances.isDraining) return;
    this.fail('no connection is broken by the server', 'was cut off');
  }

  get isComplete(): boolean {
    const [due] = this.dues;
    return this.isOver || due === undefined || due.end > this.sent;
  }

  get missing(): string {
    return `${this.dues.filter(({ end }) => end <= this.sent).length} answers or frames`;
  }

  /** It has not answered a ping in time, and nothing is due that should have come before the ping. */
  private get isSilent(): boolean {
    return this.isComplete && this.world.nowUs - this.pingedUs >= PONG_US - SLACK_US;
  }

  /** Whoever is there when the host stops listening is told, unless it takes too long. */
  private checkDrained(): void {
    const isLate = this.world.nowUs - this.drainedUs >= CLOSE_US - SLACK_US;
    const [due] = this.dues;
    if (isLate || this.hasEnded) return;
    const hasAsked = due !== undefined && due.end <= this.arrivedAtDrain;
    if (this.isUpgraded || hasAsked)
      this.failBytes('got the end of the stream without an answer or a close frame');
  }

  /** Reads an answer of HTTP; returns whether there was one. */
  private readAnswer(): boolean {
    const first = this.readFirst();
    if (first?.answer.isWhole !== true) return false;
    const due = this.takeDue();
    const { status, fields } = first.answer;
    if (status !== due.status) this.failBytes(`got ${status} where ${due.status} was due`);
    this.isUpgraded = status === 101;
    this.unread = this.unread.subarray(first.bytes);
    const acceptance = fields.get('sec-websocket-accept');
    if (this.isUpgraded && acceptance !== due.bytes.toString())
      this.failBytes(`got the acceptance ${acceptance}`);
    if (!this.isUpgraded && saysClose(first.answer)) {
      if (!this.circumstances.isDraining)
        this.fail('no connection is broken by the server', 'got an answer that closes');
      this.isOver = true;
    }
    return true;
  }

  private readFirst(): ReturnType<typeof readFirst> {
    try {
      return readFirst(this.unread, false, () => false);
    } catch (error) {
      return this.failBytes(`got an answer that is none: ${(error as Error).message}`);
    }
  }

  /** Reads on in a frame; returns whether there was something. */
  private readFrame(): boolean {
    if (this.frame === undefined && !this.startFrame()) return false;
    const frame = this.frame!;
    const part = this.unread.subarray(0, frame.length - this.frameBytes);
    const at = part.findIndex((byte, i) => byte !== frame[this.frameBytes + i]);
    if (at >= 0)
      this.failBytes(
        `got ${part[at]} where ${frame[this.frameBytes + at]} was due, at byte ${this.frameBytes + at} of a frame`,
      );
    this.frameBytes += part.length;
    this.unread = this.unread.subarray(part.length);
    if (this.frameBytes < frame.length) return false;
    this.frame = undefined;
    this.frameBytes = 0;
    this.isOver = this.isLastFrame;
    return true;
  }

  /** Finds out which frame it is by its first bytes; returns whether there are enough. */
  private startFrame(): boolean {
    const { unread } = this;
    const { isDraining } = this.circumstances;
    this.isLastFrame = false;
    if (unread[0] === PING_BYTE) {
      if (this.world.nowUs - this.lastSentUs < PING_US - SLACK_US) this.failBytes('got a ping too early');
      this.pingedUs = this.world.nowUs;
      this.frame = SERVER_PING;
      return true;
    }
    if (isDraining && unread[0] === CLOSE_BYTE) {
      if (unread.length < Math.min(2 + (unread[1] ?? 0), GOING_AWAY.length)) return false;
      this.isLastFrame = unread.subarray(0, GOING_AWAY.length).equals(GOING_AWAY);
      this.frame = this.isLastFrame ? GOING_AWAY : undefined;
      if (this.isLastFrame) return true;
    }
    const due = this.takeDue();
    this.frame = due.bytes;
    this.isLastFrame = due.isLast;
    return true;
  }

  private takeDue(): WebSocketDue {
    const due = this.dues.shift();
    if (due === undefined || due.end > this.sent) this.failBytes('got something for what it has not sent');
    return due;
  }
}
