/** A connection for bytes that no HTTP client would send. */
import { once } from 'node:events';
import { type Socket, createConnection } from 'node:net';
import { within } from '../client.ts';

/** One connection; it keeps what comes, and takes a reset after an answer for an end. */
export class RawConnection {
  private readonly chunks: Buffer[] = [];
  private readonly ended: Promise<void>;
  private changed: (() => void) | undefined;
  private hasEnded = false;

  constructor(readonly socket: Socket) {
    socket.on('data', (data: Buffer) => {
      this.chunks.push(data);
      this.changed?.();
    });
    this.ended = new Promise((resolve) => {
      const end = (): void => {
        this.hasEnded = true;
        this.changed?.();
        resolve();
      };
      socket.on('end', end).on('close', end).on('error', end);
    });
  }

  /** All that has come. */
  get received(): Buffer {
    return Buffer.concat(this.chunks);
  }

  /** Whether the server has ended the connection. */
  get isOver(): boolean {
    return this.hasEnded;
  }

  write(bytes: Buffer | string): void {
    if (!this.hasEnded) this.socket.write(bytes as string, 'latin1');
  }

  /** Waits until what has come is enough, or the connection has ended; returns it. */
  async until(isEnough: (received: string) => boolean): Promise<string> {
    for (;;) {
      const text = this.received.toString('latin1');
      if (this.hasEnded || isEnough(text)) return text;
      await within(
        new Promise<void>((resolve) => (this.changed = resolve)),
        `more than ${JSON.stringify(text)}`,
      );
    }
  }

  /** All that comes until the server ends the connection; then it is closed. */
  async rest(): Promise<Buffer> {
    await within(this.ended, 'the end of the connection');
    this.socket.destroy();
    return this.received;
  }
}

/** Connects to a port of 127.0.0.1. */
export async function openRaw(port: number): Promise<RawConnection> {
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  const connection = new RawConnection(socket);
  await within(once(socket, 'connect'), 'a connection');
  return connection;
}
