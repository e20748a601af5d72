import { Oracle, type Circumstances } from './oracle.ts';
import { findDifference, patternBytes } from './pattern.ts';

/** echo: exactly what was sent, in order, once. */
export class EchoOracle extends Oracle {
  constructor(
    name: string,
    circumstances: Circumstances,
    private readonly id: number,
  ) {
    super(name, circumstances);
  }

  make(bytes: number): Uint8Array {
    return patternBytes(this.id, this.sent, bytes);
  }

  receive(bytes: Uint8Array): void {
    const difference = findDifference(this.id, this.got, bytes);
    if (difference !== undefined) this.failBytes(difference);
    this.got += bytes.length;
    if (this.got > this.sent) this.failBytes(`got ${this.got} bytes of the ${this.sent} that it sent`);
  }

  receiveEnd(): void {
    if (!this.hasEnded && !this.circumstances.isDraining)
      this.fail(
        'no connection is broken by the server',
        'got the end of the stream before it has ended its own',
      );
    const due = this.circumstances.isDraining ? this.arrivedAtDrain : this.sent;
    if (this.got < due) this.failBytes(`got the end of the stream after ${this.got} of ${due} bytes`);
  }

  breakOff(): void {
    this.fail('no connection is broken by the server', 'was cut off');
  }

  get isComplete(): boolean {
    return this.got === this.sent;
  }

  get missing(): string {
    return `${this.sent - this.got} of ${this.sent} bytes`;
  }
}
