import type { Address } from '../../../host/engines/engine.ts';
import type { SimEngine } from '../kernel/sim-engine.ts';
import type { Action } from '../scenario.ts';
import { type World, Violation } from '../world.ts';
import { patternBytes } from './pattern.ts';

/** Somebody who sends datagrams: each comes back unchanged and once, or never. */
export class UdpPeer {
  isDone = false;
  private readonly open: Buffer[] = [];
  private sent = 0;
  private step = 0;
  /** Not one was lost on the way to the server. */
  private isLossless = true;

  constructor(
    private readonly world: World,
    private readonly engine: SimEngine,
    readonly name: string,
    readonly address: Address,
    private readonly actions: readonly Action[],
    private readonly id: number,
  ) {}

  /** Does the next thing; each datagram is an action of its own. */
  readonly play = (): void => {
    const action = this.actions[this.step++];
    if (action === undefined) {
      this.isDone = true;
      return;
    }
    if (action.do === 'send') this.send(action.bytes);
    this.world.progress();
    this.world.after(action.do === 'wait' ? action.ms : action.do === 'send' ? action.gapMs : 0, this.play);
  };

  /** Takes what comes back. */
  receive(bytes: Uint8Array): void {
    this.world.tell(this.name, `gets a datagram of ${bytes.length} bytes`);
    this.world.progress();
    const at = this.open.findIndex((datagram) => datagram.equals(bytes));
    if (at < 0) {
      const text = `${this.name} got a datagram of ${bytes.length} bytes that it has not sent, or has back already`;
      throw new Violation('every byte in order and once', text);
    }
    this.open.splice(at, 1);
  }

  /** When nothing was in the way, all must have come back. */
  check(isDisturbed: boolean): void {
    if (isDisturbed || !this.isLossless || this.open.length === 0) return;
    const text = `${this.name} did not get ${this.open.length} of its datagrams back`;
    throw new Violation('nobody waits for ever', text);
  }

  private send(bytes: number): void {
    const datagram = Buffer.from(patternBytes(this.id, this.sent, bytes));
    this.sent += Math.max(bytes, 1);
    this.world.tell(this.name, `sends a datagram of ${bytes} bytes`);
    this.open.push(datagram);
    const hasArrived = this.engine.arrive(this.address.family, Uint8Array.from(datagram), this.address);
    if (!hasArrived) this.isLossless = false;
  }
}
