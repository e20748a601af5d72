/** Clients of a chat: they keep what they are told, and wait for a part of it. */
import { type Socket, createConnection } from 'node:net';
import { once } from 'node:events';
import WebSocket from 'ws';
import { within } from '../support/client.ts';
import { type Host, type Server, startServer } from './hosts.ts';

/** What comes to a client, one after the other. */
abstract class Listener<Item> {
  /** All that it was told. */
  readonly all: Item[] = [];
  /** Whether the connection has ended. */
  hasEnded = false;
  /** What went wrong with it. */
  failure: string | undefined;
  private next = 0;
  private wake: (() => void) | undefined;

  /** Sends a line. */
  abstract say(line: string): void;

  /** Ends the connection. */
  abstract leave(): void;

  /** Waits for the next that fits; those before it are passed over. */
  async until(fits: (item: Item) => boolean, what: string): Promise<Item> {
    for (;;) {
      while (this.next < this.all.length) {
        const item = this.all[this.next++]!;
        if (fits(item)) return item;
      }
      if (this.hasEnded)
        throw new Error(`ended before ${what}: ${this.failure ?? JSON.stringify(this.all.at(-1))}`);
      await this.changed(what);
    }
  }

  /** Waits for the end of the connection. */
  async ended(): Promise<void> {
    while (!this.hasEnded) await this.changed('the end of the connection');
  }

  protected add(item: Item): void {
    this.all.push(item);
    this.wake?.();
  }

  protected end(): void {
    this.hasEnded = true;
    this.wake?.();
  }

  private changed(what: string): Promise<void> {
    return within(new Promise<void>((resolve) => (this.wake = resolve)), what);
  }
}

/** A client over TCP; what it is told are lines. */
export class LineTalker extends Listener<string> {
  private rest = '';

  private constructor(readonly socket: Socket) {
    super();
    socket.setEncoding('utf8');
    socket.on('data', (data: string) => {
      const lines = (this.rest + data).split('\r\n');
      this.rest = lines.pop()!;
      for (const line of lines) this.add(line);
    });
    socket.on('error', ({ message }) => (this.failure = message));
    socket.on('close', () => this.end());
  }

  /** Connects, and waits until it is in the lobby; then takes a name. */
  static async connect(port: number, name?: string): Promise<LineTalker> {
    const socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
    const talker = new LineTalker(socket);
    await within(once(socket, 'connect'), 'a connection');
    await talker.line(/^-- You are /);
    if (name !== undefined) await talker.ask(`/nick ${name}`, new RegExp(` is now ${name}$`));
    return talker;
  }

  say(line: string): void {
    this.socket.write(`${line}\n`);
  }

  /** Waits for a line. */
  async line(pattern: RegExp): Promise<string> {
    return this.until((line) => pattern.test(line), `the line ${pattern}`);
  }

  /** Sends a line, and waits for the answer. */
  ask(line: string, answer: RegExp): Promise<string> {
    this.say(line);
    return this.line(answer);
  }

  leave(): void {
    this.socket.destroy();
  }
}

/** A message of the server. */
export interface Told {
  type: string;
  room?: string;
  from?: string;
  to?: string;
  text?: string;
  time?: number;
  you?: string;
  count?: number;
  members?: string[];
  rooms?: { name: string; members: number }[];
}

/** A client over a WebSocket; what it is told are objects. */
export class SocketTalker extends Listener<Told> {
  /** The code that the WebSocket was closed with. */
  closeCode = 0;

  private constructor(readonly socket: WebSocket) {
    super();
    socket.on('message', (data: Buffer) => this.add(JSON.parse(data.toString()) as Told));
    socket.on('error', ({ message }) => (this.failure = message));
    socket.on('close', (code) => {
      this.closeCode = code;
      this.end();
    });
  }

  /** Connects, and waits until it is in the lobby; then takes a name. */
  static async connect(
    port: number,
    name?: string,
    headers: Record<string, string> = {},
  ): Promise<SocketTalker> {
    const talker = new SocketTalker(new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers }));
    await talker.told('room');
    if (name !== undefined) {
      talker.say(`/nick ${name}`);
      await talker.until((told) => told.to === name, 'the name');
    }
    return talker;
  }

  say(line: string): void {
    this.socket.send(line);
  }

  /** Waits for a message of a type. */
  told(type: string): Promise<Told> {
    return this.until((told) => told.type === type, `a message of the type ${type}`);
  }

  leave(): void {
    this.socket.terminate();
  }
}

/** A chat, and where its WebSockets are. */
export type ChatServer = Server & { httpPort: number };

/** Starts a chat on free ports of 127.0.0.1. */
export async function startChat(host: Host, ...args: string[]): Promise<ChatServer> {
  const server = await startServer(
    host,
    'chat',
    '--listen',
    '127.0.0.1:0',
    '--listen-http',
    '127.0.0.1:0',
    ...args,
  );
  const [, port] = await server.line(/page on port (\d+)/);
  return Object.assign(server, { httpPort: Number(port) });
}
