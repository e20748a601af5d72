/** Engine sockets paired with clients of `node:net` over loopback, for the tests of the engine contract. */
import { once } from 'node:events';
import { type Server, type Socket, connect, createServer } from 'node:net';
import type { Address, Engine, EngineSocket, MemoryView } from '../../../host/engines/engine.ts';

/** Bound on the turns that a test waits for the kernel: many times what loopback takes. */
const MAX_TURNS = 20_000;
const LOOPBACK = { 4: [127, 0, 0, 1], 6: [0, 0, 0, 0, 0, 0, 0, 1] };

/** How many things keep the process alive, some turns later: what was closed before is gone then. */
export async function livingCount(): Promise<number> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  return process.getActiveResourcesInfo().length;
}

/** Waits until no more keeps the process alive than `count` things: what is closed takes some turns to be gone. */
export async function atRest(count: number): Promise<void> {
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    if (process.getActiveResourcesInfo().length <= count) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`still there: ${process.getActiveResourcesInfo().join(', ')}`);
}

/** What a contract test gets: a fresh engine, and clients that are closed after it. */
export class Bench {
  private readonly clients: Socket[] = [];
  private readonly servers: Server[] = [];
  private readonly bytes = new Uint8Array(65536);
  readonly memory: MemoryView;

  constructor(
    readonly engine: Engine,
    addressOf: (bytes: Uint8Array) => number,
  ) {
    this.memory = { bytes: this.bytes, base: addressOf(this.bytes) };
  }

  /** Asks the engine, turn by turn of Node's loop, until `isTrue`. */
  async until(isTrue: () => boolean): Promise<void> {
    for (let turn = 0; turn < MAX_TURNS; turn++) {
      await this.engine.wait(0);
      if (isTrue()) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
    throw new Error(`did not come true: ${isTrue.toString()}`);
  }

  /** Opens a socket, or throws when it can't. */
  open(family: 4 | 6 = 4): EngineSocket {
    const socket = this.engine.openTcp(family);
    if (typeof socket === 'number') throw new Error(`openTcp: ${socket}`);
    return socket;
  }

  /** Opens a UDP socket, or throws when it can't. */
  openUdp(family: 4 | 6 = 4): EngineSocket {
    const socket = this.engine.openUdp(family);
    if (typeof socket === 'number') throw new Error(`openUdp: ${socket}`);
    return socket;
  }

  /** Opens a UDP socket on any port. */
  boundUdp(family: 4 | 6 = 4): EngineSocket {
    const socket = this.openUdp(family);
    const outcome = this.bind(socket);
    if (outcome !== 0) throw new Error(`bind: ${outcome}`);
    return socket;
  }

  loopback(family: 4 | 6, port: number): Address {
    return { family, port, parts: LOOPBACK[family], flowInfo: 0, scopeId: 0 };
  }

  bind(socket: EngineSocket, port = 0): number {
    return this.engine.bind(socket, this.loopback(socket.family, port));
  }

  /** Opens a listener on any port. */
  listener(family: 4 | 6 = 4): EngineSocket {
    const socket = this.open(family);
    const outcome = this.bind(socket) || this.engine.listen(socket, 16);
    if (outcome !== 0) throw new Error(`bind or listen: ${outcome}`);
    return socket;
  }

  portOf(socket: EngineSocket): number {
    const address = this.engine.localAddress(socket);
    if (typeof address === 'number') throw new Error(`localAddress: ${address}`);
    return address.port;
  }

  /** Starts a client's connection; its errors are the test's to look for. */
  client(listener: EngineSocket): Socket {
    return this.clientOf(this.portOf(listener), listener.family);
  }

  clientOf(port: number, family: 4 | 6): Socket {
    const socket = connect(port, family === 4 ? '127.0.0.1' : '::1');
    socket.on('error', () => {});
    this.clients.push(socket);
    return socket;
  }

  /** Connects a client and accepts it. */
  async pair(listener = this.listener()): Promise<[accepted: EngineSocket, client: Socket]> {
    const client = this.client(listener);
    await once(client, 'connect');
    await this.until(() => listener.readable);
    const accepted = this.engine.accept(listener);
    if (typeof accepted === 'number') throw new Error(`accept: ${accepted}`);
    return [accepted, client];
  }

  /** Takes a port with a server that is not the engine's. */
  async takenPort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    this.servers.push(server);
    await once(server, 'listening');
    return (server.address() as { port: number }).port;
  }

  /** Puts text into the memory that sockets send from; returns its bytes. */
  put(text: string): number {
    return Buffer.from(text).copy(this.bytes);
  }

  /** Puts text into the memory and sends it. */
  send(socket: EngineSocket, text: string): number {
    return this.engine.send(socket, this.memory, 0, this.put(text));
  }

  /** Receives up to `bytes` at place 100; text, or the outcome when it is not positive. */
  receive(socket: EngineSocket, bytes: number): string | number {
    const outcome = this.engine.receive(socket, this.memory, 100, bytes);
    return outcome > 0 ? Buffer.from(this.bytes.subarray(100, 100 + outcome)).toString() : outcome;
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.destroy();
    await Promise.all(this.clients.filter(({ closed }) => !closed).map((client) => once(client, 'close')));
    for (const server of this.servers) server.close();
    await Promise.all(
      this.servers.filter(({ listening }) => listening).map((server) => once(server, 'close')),
    );
  }
}
