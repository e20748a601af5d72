import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';

/** Measures the time from typing a server's command to its first echo, in milliseconds. */
export async function firstEchoMs(command: string[]): Promise<number> {
  const startMs = performance.now();
  const [program, ...args] = command as [string, ...string[]];
  const server = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    for await (const line of createInterface({ input: server.stderr })) {
      const port = /on port (\d+)/.exec(line)?.[1];
      if (port === undefined) continue;
      const socket = createConnection(Number(port), '127.0.0.1');
      socket.write('hello');
      await once(socket, 'data');
      socket.destroy();
      return performance.now() - startMs;
    }
    throw new Error('the server ended before it listened');
  } finally {
    server.kill('SIGKILL');
  }
}
