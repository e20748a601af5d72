/** What a proxy is put in front of, and what its tests read of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, type Server as TcpServer, type Socket, connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { Client, within } from '../support/client.ts';
import { type Host, type Server, startServer } from './hosts.ts';

/** Runs in a process of its own: it listens and never accepts. */
const DEAF = `
const server = require('node:net').createServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  require('node:fs').writeSync(1, server.address().port + '\\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});`;

/** A server that says its name, a line, and gives back what comes. */
export class Upstream {
  /** Its connections that are open. */
  readonly sockets = new Set<Socket>();
  /** How many connections it has had. */
  accepted = 0;
  /** What it does with a connection in place of that. */
  instead: ((socket: Socket) => void) | undefined;
  private server: TcpServer | undefined;
  private boundPort = 0;

  private constructor(readonly name: string) {}

  static async start(name: string): Promise<Upstream> {
    const upstream = new Upstream(name);
    await upstream.open();
    return upstream;
  }

  get port(): number {
    return this.boundPort;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Listens, at the port that it had before. */
  async open(): Promise<void> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      this.accepted++;
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket)).on('error', () => {});
      if (this.instead !== undefined) return void this.instead(socket);
      socket.write(`${this.name}\n`);
      socket.pipe(socket);
    });
    server.listen(this.port, '127.0.0.1');
    await within(once(server, 'listening'), 'an upstream to listen');
    this.server = server;
    this.boundPort = (server.address() as AddressInfo).port;
  }

  /** Refuses connections, and ends those that there are. */
  async close(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (server === undefined) return;
    server.close();
    for (const socket of this.sockets) socket.destroy();
    await within(once(server, 'close'), 'an upstream to close');
  }
}

/** Starts a server that decides on no connection, for as long as this process runs: its backlog is full, and Linux drops what comes. */
export async function deafServer(): Promise<{ address: string }> {
  const child = spawn(process.execPath, ['-e', DEAF], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.on('exit', () => child.kill('SIGKILL'));
  const [line] = (await within(once(createInterface(child.stdout), 'line'), 'a port')) as [string];
  const port = Number(line);
  const sockets = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
  await within(Promise.all(sockets.map((socket) => once(socket, 'connect'))), 'a full backlog');
  for (const handle of [child, child.stdout as Socket, ...sockets]) handle.unref();
  return { address: `127.0.0.1:${port}` };
}

/** Starts a proxy in front of upstreams. */
export function startProxy(
  host: Host,
  upstreams: readonly { address: string }[],
  ...args: string[]
): Promise<Server> {
  return startServer(host, 'proxy', '--upstream', upstreams.map(({ address }) => address).join(','), ...args);
}

/** Connects, and waits for the name of the upstream. */
export async function visit(port: number, from?: string): Promise<{ client: Client; name: string }> {
  const client = await Client.connect(port, '127.0.0.1', from);
  return { client, name: (await client.receive(2)).toString().trim() };
}

/** Connects, and leaves at once. Returns the name of the upstream. */
export async function nameOf(port: number, from?: string): Promise<string> {
  const { client, name } = await visit(port, from);
  client.end();
  await client.rest();
  return name;
}
