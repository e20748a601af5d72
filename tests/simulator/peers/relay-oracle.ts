import { type Circumstances, Oracle } from './oracle.ts';
import { ID_BYTES, findDifference, patternBytes } from './pattern.ts';

/** All that have to do with the relay, by their ids. */
export type Parties = Map<number, RelayOracle>;

/** relay: a client gets what one other party sends, and that one what the client sends. Whose bytes they are stands in front. */
export class RelayOracle extends Oracle {
  /** The other end; known once bytes of one have reached the other. */
  partner: RelayOracle | undefined;
  /** It has left, been turned away, or was refused. */
  isGone = false;
  private readonly start: number[] = [];

  constructor(
    name: string,
    circumstances: Circumstances,
    protected readonly id: number,
    protected readonly parties: Parties,
  ) {
    super(name, circumstances);
    parties.set(id, this);
  }

  make(bytes: number): Uint8Array {
    return patternBytes(this.id, this.sent, bytes);
  }

  receive(bytes: Uint8Array): void {
    for (let i = this.got; i < ID_BYTES && i - this.got < bytes.length; i++)
      this.start.push(bytes[i - this.got]!);
    if (this.partner === undefined && this.start.length === ID_BYTES) this.meet();
    if (this.partner !== undefined) {
      const rest = bytes.subarray(Math.max(ID_BYTES - this.got, 0));
      const difference = findDifference(this.partner.id, Math.max(this.got, ID_BYTES), rest);
      if (difference !== undefined) this.failBytes(`${difference}, from ${this.partner.name}`);
    }
    this.got += bytes.length;
    const sent = this.partner?.sent ?? Infinity;
    if (this.got > sent) this.failBytes(`got ${this.got} bytes of the ${sent} that were sent to it`);
  }

  receiveEnd(): void {
    const { partner } = this;
    if (partner === undefined || partner.isGone || this.circumstances.isDraining) return;
    if (!partner.hasEnded)
      this.fail(
        'no connection is broken by the server',
        `got the end of the stream before ${partner.name} has ended its own`,
      );
    if (!this.isComplete) this.failBytes(`got the end of the stream without ${this.missing}`);
  }

  breakOff(): void {
    const { partner } = this;
    if (partner !== undefined && !partner.isGone && !this.circumstances.isDraining)
      this.fail('no connection is broken by the server', 'was cut off');
  }

  get isComplete(): boolean {
    if (this.partner === undefined) return this.sent === 0;
    return this.partner.isGone || this.got === this.partner.sent;
  }

  get missing(): string {
    if (this.partner === undefined) return 'somebody at the other end';
    return `${this.partner.sent - this.got} of ${this.partner.sent} bytes of ${this.partner.name}`;
  }

  private meet(): void {
    const id = this.start[0]! | (this.start[1]! << 8);
    const partner = this.parties.get(id);
    if (partner === undefined || partner === this) this.failBytes(`got the bytes of nobody (${id})`);
    if (partner.partner !== undefined && partner.partner !== this)
      this.failBytes(`got bytes of ${partner.name}, which talks to ${partner.partner.name}`);
    this.partner = partner;
    partner.partner = this;
  }
}
