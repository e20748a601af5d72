import { once } from 'node:events';
import { type AddressInfo, type Socket, createConnection, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a test waits before it fails: far longer than anything takes. */
const PATIENCE_MS = 60_000;

/** Waits for a promise; rejects if that takes for ever. */
export async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`timed out waiting for ${what}`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Returns a port of 127.0.0.1 that was free a moment ago, for servers that can't choose one themselves. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A TCP client that keeps what it receives until it is asked for. */
export class Client {
  /** The client's address, as the server logs it. */
  address = '';
  private chunks: Buffer[] = [];
  private buffered = 0;
  private hasEnded = false;
  private failure: Error | undefined;
  private wake: (() => void) | undefined;

  private constructor(readonly socket: Socket) {
    const changed = (): void => this.wake?.();
    socket.on('data', (data: Buffer) => {
      this.chunks.push(data);
      this.buffered += data.length;
      changed();
    });
    socket.on('end', () => {
      this.hasEnded = true;
      changed();
    });
    socket.on('error', (error) => {
      this.failure = error;
      changed();
    });
    socket.on('close', changed);
  }

  /** Connects, from an address if need be. The connection stays half-open when the server ends, until `end` or `reset`. */
  static async connect(port: number, host = '127.0.0.1', localAddress?: string): Promise<Client> {
    const socket = createConnection({ port, host, localAddress, noDelay: true, allowHalfOpen: true });
    const client = new Client(socket);
    await within(once(socket, 'connect'), 'a connection');
    client.address = `${socket.localAddress}:${socket.localPort}`;
    return client;
  }

  /** Connects to a server that will listen soon: tries again and again. */
  static async connectSoon(port: number): Promise<Client> {
    for (let tries = 0; ; tries++) {
      try {
        return await Client.connect(port);
      } catch (error) {
        if (tries === 500) throw error;
        await sleep(10);
      }
    }
  }

  /** Connects many clients, a hundred at a time. */
  static async connectMany(count: number, port: number): Promise<Client[]> {
    const clients: Client[] = [];
    while (clients.length < count) {
      const some = Array.from({ length: Math.min(100, count - clients.length) }, () => Client.connect(port));
      clients.push(...(await Promise.all(some)));
    }
    return clients;
  }

  send(data: string | Buffer): void {
    this.socket.write(data);
  }

  /** Returns the next `bytes` bytes from the server. Rejects when the connection fails or ends before. */
  async receive(bytes: number): Promise<Buffer> {
    await this.until(() => this.buffered >= bytes, `${bytes} bytes`);
    const all = Buffer.concat(this.chunks);
    this.chunks = [all.subarray(bytes)];
    this.buffered -= bytes;
    return all.subarray(0, bytes);
  }

  /** Sends a text and returns as many bytes of the answer. */
  async echo(text: string): Promise<string> {
    this.send(text);
    return (await this.receive(Buffer.byteLength(text))).toString();
  }

  /** Waits for the server's end of stream and returns what came before it. */
  async rest(): Promise<Buffer> {
    await this.until(() => this.hasEnded, 'the end of the stream');
    return Buffer.concat(this.chunks);
  }

  /** Waits until the connection has ended or failed. */
  async gone(): Promise<void> {
    await this.until(() => this.hasEnded || this.socket.destroyed, 'the end of the connection').catch(
      () => {},
    );
  }

  /** Half-closes: the server sees the end of the stream. */
  end(): void {
    this.socket.end();
  }

  /** Resets the connection. */
  reset(): void {
    this.socket.resetAndDestroy();
  }

  private async until(isTrue: () => boolean, what: string): Promise<void> {
    while (!isTrue()) {
      if (this.failure) throw this.failure;
      if (this.hasEnded || this.socket.destroyed) throw new Error(`the connection ended before ${what}`);
      const changed = new Promise<void>((resolve) => (this.wake = resolve));
      await within(changed, what);
    }
  }
}
