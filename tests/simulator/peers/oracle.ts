import type { HttpScript, WebSocketScript } from '../scenario.ts';
import { type Property, Violation } from '../world.ts';

/** Whether the host has stopped listening; what a peer is due depends on it. */
export interface Circumstances {
  isDraining: boolean;
}

/** Knows what one peer is due, and looks at what it gets. */
export abstract class Oracle {
  /** Bytes that the peer has sent, and got. */
  sent = 0;
  got = 0;
  /** The peer sends no more. */
  hasEnded = false;
  /** What had reached the server when the host stopped listening: so much is answered all the same. */
  arrivedAtDrain = 0;

  constructor(
    readonly name: string,
    protected readonly circumstances: Circumstances,
  ) {}

  /** Makes the next bytes of what the peer has to say. */
  abstract make(bytes: number): Uint8Array;
  /** Has `make` give a request from now on; returns how many bytes it has. */
  prepare(_request: HttpScript | WebSocketScript): number {
    return 0;
  }
  /** The host has stopped listening, when so many bytes had reached the server. */
  noteDrain(bytes: number): void {
    this.arrivedAtDrain = bytes;
  }
  /** The peer has sent these. */
  send(bytes: Uint8Array): void {
    this.sent += bytes.length;
  }
  /** The peer got these. Throws a Violation when they are not what is due. */
  abstract receive(bytes: Uint8Array): void;
  /** The peer got the end of the stream. Throws when that is not due. */
  abstract receiveEnd(): void;
  /** The server's end broke the connection. Throws when it must not. */
  abstract breakOff(): void;
  /** Whether the peer has got all that is due for what it has sent. */
  abstract get isComplete(): boolean;
  /** How many bytes are missing, in words. */
  abstract get missing(): string;

  protected fail(property: Property, text: string): never {
    throw new Violation(property, `${this.name} ${text}`);
  }

  protected failBytes(text: string): never {
    return this.fail('every byte in order and once', text);
  }
}
