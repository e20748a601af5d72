import type { Address } from '../../../host/engines/engine.ts';
import type { Link, LinkPeer } from '../kernel/link.ts';
import type { Action } from '../scenario.ts';
import type { World } from '../world.ts';
import type { Oracle } from './oracle.ts';

/** What one read takes at most. */
const READ_BYTES = 65536;
/** How often one that reads slowly reads. */
const READ_PAUSE_MS = 1;
/** When the kernels find out that somebody is gone for good. */
const VANISHED_MS = 20_000;

/** Plays a peer's part on a connection: one action after the other, and reads beside that. */
export class Talker implements LinkPeer {
  /** It has done its part, or can't go on. */
  isDone = false;
  isGone = false;
  private link: Link | undefined;
  private step = 0;
  /** Of the action that is under way: bytes or times that are left, or the time that is waited for. */
  private left = -1;
  private rest: Uint8Array = new Uint8Array();
  private readRate = -1;
  private isReadPlanned = false;
  private isEndTold = false;
  private pausedUntilUs = 0;
  private fedUpUs = 0;

  constructor(
    private readonly world: World,
    readonly name: string,
    readonly address: Address,
    private readonly actions: readonly Action[],
    readonly oracle: Oracle,
    private readonly onLeave: (talker: Talker) => void,
  ) {}

  /** What it waits for, in words. */
  get waitsFor(): string {
    if (this.link === undefined) return 'a connection';
    const action = this.actions[this.step];
    if (action?.do === 'await-end') return 'the end of the stream';
    if (action?.do === 'send' || action?.do === 'request' || action?.do === 'say')
      return 'somebody to read what it sends';
    return this.oracle.missing;
  }

  start(link: Link): void {
    this.link = link;
    this.world.tell(this.name, 'comes');
    this.wake();
  }

  /** Nobody listens: nothing to do. */
  refused(): void {
    this.world.tell(this.name, 'is turned away');
    this.leave();
  }

  wake(): void {
    if (this.isGone || this.link === undefined) return;
    if (!this.isReadPlanned) this.read();
    this.play();
  }

  lost(isExcused: boolean): void {
    if (this.isGone) return;
    this.world.tell(this.name, 'loses the connection');
    this.leave();
    if (!isExcused) this.oracle.breakOff();
  }

  /** What the host's ceasing to listen finds. */
  noteDrain(): void {
    if (this.link !== undefined) this.oracle.noteDrain(this.link.taken + this.link.toServer.size);
  }

  /** Ends it, whatever it is about. */
  giveUp(): void {
    if (!this.isGone && this.link !== undefined) this.reset();
  }

  private read(): void {
    const { link, oracle } = this;
    if (this.readRate === 0 || link === undefined) return;
    const most = this.readRate < 0 ? READ_BYTES : this.readRate;
    const target = new Uint8Array(Math.min(most, link.toPeer.size));
    const count = link.readFromPeer(target);
    if (count > 0) {
      this.world.tell(this.name, `gets ${showBytes(target)}`);
      oracle.receive(target);
    }
    if (link.isAtEnd && !this.isEndTold) {
      this.isEndTold = true;
      this.world.tell(this.name, 'gets the end');
      oracle.receiveEnd();
    }
    if (this.readRate < 0 || count === 0) return;
    this.isReadPlanned = true;
    this.world.after(READ_PAUSE_MS, () => {
      this.isReadPlanned = false;
      this.wake();
    });
  }

  private play(): void {
    while (!this.isDone) {
      const action = this.actions[this.step] ?? { do: 'close' };
      if (!this.perform(action)) return;
      this.world.progress();
      this.left = -1;
      this.step++;
    }
  }

  /** Goes on with an action; returns whether it is over. */
  private perform(action: Action): boolean {
    const { world, oracle } = this;
    switch (action.do) {
      case 'wait':
        return this.pause(action.ms);
      case 'send':
        if (action.patienceMs !== undefined && this.isFedUp(action.patienceMs)) return true;
        return this.send(action.bytes, action.gapMs, () => oracle.make(Math.min(action.piece, this.left)));
      case 'request':
        if (action.patienceMs !== undefined && this.isFedUp(action.patienceMs)) return true;
        if (this.left < 0) this.left = oracle.prepare(action.request);
        return this.send(0, action.gapMs, () => oracle.make(Math.min(action.piece, this.left)));
      case 'say':
        return this.send(action.times, action.gapMs, () => Buffer.from(action.text), 1);
      case 'read':
        this.readRate = action.rate;
        world.tell(this.name, action.rate === 0 ? 'stops reading' : 'reads again');
        this.read();
        return true;
      case 'await':
        return oracle.got >= action.bytes || this.isEndTold;
      case 'await-due':
        return oracle.isComplete || this.isEndTold;
      case 'await-end':
        return this.isEndTold;
      case 'half-close':
        world.tell(this.name, 'ends its side');
        oracle.hasEnded = true;
        this.link!.endFromPeer();
        return true;
      case 'close':
        world.tell(this.name, 'closes');
        oracle.hasEnded = true;
        this.leave();
        this.link!.closeFromPeer();
        return true;
      case 'reset':
        this.reset();
        return true;
      case 'vanish':
        world.tell(this.name, 'is heard of no more');
        this.isDone = true;
        this.readRate = 0;
        world.after(VANISHED_MS, () => this.giveUp());
        return true;
    }
  }

  /** Waits once; returns whether it is over. */
  private pause(ms: number): boolean {
    if (this.left < 0) {
      this.left = 0;
      this.pausedUntilUs = this.world.nowUs + Math.round(ms * 1000);
      this.world.after(ms, () => this.wake());
    }
    return this.world.nowUs >= this.pausedUntilUs;
  }

  /** Whether what is under way has lasted for so long. What was not sent of the last piece never will be. */
  private isFedUp(ms: number): boolean {
    if (this.left < 0) {
      this.fedUpUs = this.world.nowUs + Math.round(ms * 1000);
      this.world.after(ms, () => this.wake());
    }
    if (this.world.nowUs < this.fedUpUs) return false;
    this.rest = new Uint8Array();
    return true;
  }

  private send(total: number, gapMs: number, make: () => Uint8Array, each?: number): boolean {
    if (this.left < 0) this.left = total;
    while (this.left > 0 || this.rest.length > 0) {
      if (this.world.nowUs < this.pausedUntilUs) return false;
      if (this.rest.length === 0) {
        this.rest = make();
        this.left -= each ?? this.rest.length;
      }
      const count = this.link!.sendFromPeer(this.rest);
      if (this.isGone) return false;
      if (count > 0) {
        this.world.tell(this.name, `sends ${showBytes(this.rest.subarray(0, count))}`);
        this.oracle.send(this.rest.subarray(0, count));
      }
      this.rest = this.rest.subarray(count);
      if (this.rest.length > 0) return false;
      if (gapMs > 0) {
        this.pausedUntilUs = this.world.nowUs + Math.round(gapMs * 1000);
        this.world.after(gapMs, () => this.wake());
      }
    }
    return this.world.nowUs >= this.pausedUntilUs;
  }

  private reset(): void {
    this.world.tell(this.name, 'resets the connection');
    this.leave();
    this.link!.resetFromPeer();
  }

  private leave(): void {
    this.isDone = true;
    this.isGone = true;
    this.onLeave(this);
  }
}

/** Shows few bytes as they are, many as a number. */
function showBytes(bytes: Uint8Array): string {
  const isText = bytes.length <= 24 && bytes.every((byte) => (byte >= 32 && byte < 127) || byte === 10);
  if (isText) return JSON.stringify(Buffer.from(bytes).toString('latin1'));
  return `${bytes.length} byte${bytes.length === 1 ? '' : 's'}`;
}
