/**
 * The load: CLIENTS connections that each send a message, wait for its echo and send the next, for a time; IDLE more that say nothing.
 *
 * A process of its own, so that only the server's CPU time is measured. Says its result as JSON on standard output.
 */
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

/** What to do, as JSON on the command line. */
export interface Load {
  port: number;
  clients: number;
  idle: number;
  messageBytes: number;
  warmUpMs: number;
  measureMs: number;
}

/** What came of it, for the time that was measured. */
export interface Result {
  messages: number;
  elapsedMs: number;
  p50Us: number;
  p99Us: number;
  minServed: number;
  maxServed: number;
}

function connect(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.on('error', reject);
  });
}

async function connectMany(count: number, port: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (let rest = count; rest > 0; rest -= 50) {
    const some = Array.from({ length: Math.min(rest, 50) }, () => connect(port));
    sockets.push(...(await Promise.all(some)));
  }
  return sockets;
}

/** Waits for the echo of a first message. */
async function echoOf(socket: Socket | undefined): Promise<void> {
  if (socket === undefined) return;
  socket.write('x');
  await once(socket, 'data');
}

async function run(load: Load): Promise<void> {
  process.stdout.write('connecting\n');
  const idle = await connectMany(load.idle, load.port);
  await echoOf(idle.at(-1)); // then the server has accepted them all
  process.stdout.write('idle\n');
  const sockets = await connectMany(load.clients, load.port);
  const message = Buffer.alloc(load.messageBytes, 'x');
  const served = sockets.map(() => 0);
  const latencies: number[] = [];
  let isMeasuring = false;
  sockets.forEach((socket, i) => {
    let missing = message.length;
    let sentAt = 0;
    const send = (): void => {
      sentAt = performance.now();
      missing = message.length;
      socket.write(message);
    };
    socket.on('data', (data) => {
      missing -= data.length;
      if (missing > 0) return;
      if (isMeasuring) {
        served[i]!++;
        latencies.push(performance.now() - sentAt);
      }
      send();
    });
    send();
  });
  await new Promise((resolve) => setTimeout(resolve, load.warmUpMs));
  process.stdout.write('measuring\n');
  const start = performance.now();
  isMeasuring = true;
  await new Promise((resolve) => setTimeout(resolve, load.measureMs));
  isMeasuring = false;
  const elapsedMs = performance.now() - start;
  latencies.sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((latencies[Math.floor(latencies.length * share)] ?? 0) * 1000);
  const result: Result = {
    messages: latencies.length,
    elapsedMs,
    p50Us: at(0.5),
    p99Us: at(0.99),
    minServed: Math.min(...served),
    maxServed: Math.max(...served),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  for (const socket of [...idle, ...sockets]) socket.destroy();
}

await run(JSON.parse(process.argv[2]!) as Load);
