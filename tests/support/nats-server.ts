import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Client, freePort, within } from './client.ts';
import { requireProgram } from './program.ts';

/** Debian's nats-server, on a port of 127.0.0.1 that it keeps when it is stopped and started. */
export class NatsServer {
  private child: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly args: string[],
  ) {}

  /** Starts one; `args`: more of its command line. */
  static async start(...args: string[]): Promise<NatsServer> {
    const server = new NatsServer(await freePort(), args);
    await server.start();
    return server;
  }

  /** Where it is. */
  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Starts it, and waits until it answers. */
  async start(): Promise<void> {
    const child = spawn(
      requireProgram('nats-server'),
      ['-a', '127.0.0.1', '-p', String(this.port), ...this.args],
      {
        stdio: 'ignore',
      },
    );
    this.child = child;
    const client = await Client.connectSoon(this.port);
    client.reset();
  }

  /** Stops it at once. */
  async stop(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await within(exit, 'the end of nats-server');
  }

  signal(signal: NodeJS.Signals): void {
    this.child!.kill(signal);
  }

  /** Connects a client that speaks the protocol itself: what it gets from then on is in `client`. */
  async connect(user = '', pass = ''): Promise<Client> {
    const client = await Client.connect(this.port);
    await nextLine(client);
    client.send(`CONNECT ${JSON.stringify({ verbose: false, user, pass })}\r\nPING\r\n`);
    await lineOf(client, /^PONG$/);
    return client;
  }
}

/** Returns the next line that a client receives. */
export async function nextLine(client: Client): Promise<string> {
  let line = '';
  while (!line.endsWith('\n')) line += (await client.receive(1)).toString('latin1');
  return line.trimEnd();
}

/** Leaves out lines until one matches, and returns that. */
export async function lineOf(client: Client, pattern: RegExp): Promise<string> {
  for (;;) {
    const line = await nextLine(client);
    if (pattern.test(line)) return line;
  }
}
