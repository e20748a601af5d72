/**
 * The load where there is no C compiler: connections that each send messages, check their echoes and send the next, for a time. Takes the
 * options of the load generator in C for TCP, each as NAME=VALUE, and prints the same JSON.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type Socket, createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuSecondsOf } from './side-by-side/cpu-time.ts';
import type { Slot } from './side-by-side/slot.ts';
import { quantile } from './side-by-side/statistics.ts';

const CONNECTS_AT_ONCE = 50;
const given = Object.fromEntries(process.argv.slice(2).map((arg) => arg.split('=') as [string, string]));
const numbers = { connections: 1, idle: 0, bytes: 64, depth: 1, warmUpMs: 100, measureMs: 500 };
for (const name of Object.keys(numbers) as (keyof typeof numbers)[])
  numbers[name] = Number(given[name] ?? numbers[name]);
const pids = (given['pids'] ?? '').split(',').filter((pid) => pid !== '');

const message = Buffer.from(Array.from({ length: numbers.bytes }, (_, i) => (i * 31) % 251));
const batch = Buffer.concat(Array.from({ length: numbers.depth }, () => message));
const served: number[] = [];
const latenciesUs: number[] = [];
let isMeasuring = false;
let errors = 0;

async function connect(): Promise<Socket> {
  const socket = createConnection({ port: Number(given['port']), host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

async function connectMany(count: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const some = Array.from({ length: Math.min(count - sockets.length, CONNECTS_AT_ONCE) }, connect);
    sockets.push(...(await Promise.all(some)));
  }
  return sockets;
}

/** Keeps a connection busy; it is given up when an echo is wrong. */
function drive(socket: Socket, client: number): void {
  served[client] = 0;
  let at = 0;
  let sentMs = 0;
  const send = (): void => {
    at = 0;
    sentMs = performance.now();
    socket.write(batch);
  };
  const giveUp = (): void => {
    errors++;
    socket.destroy();
  };
  socket.on('error', giveUp).on('end', giveUp);
  socket.on('data', (data) => {
    if (!data.equals(batch.subarray(at, at + data.length))) return giveUp();
    const answers = Math.floor((at + data.length) / message.length) - Math.floor(at / message.length);
    at += data.length;
    if (isMeasuring) {
      served[client]! += answers;
      for (let i = 0; i < answers; i++) latenciesUs.push((performance.now() - sentMs) * 1000);
    }
    if (at === batch.length) send();
  });
  send();
}

function rssKib(): number {
  const all = pids.map((pid) => /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  return all.reduce((sum, kib) => sum + Number(kib ?? 0), 0);
}

const rssBefore = rssKib();
const idle = await connectMany(numbers.idle);
for (const socket of idle) {
  socket.write(message);
  await once(socket, 'data');
}
const idleKib = rssKib() - rssBefore;
(await connectMany(numbers.connections)).forEach(drive);
await sleep(numbers.warmUpMs);
const [startMs, cpu, own] = [performance.now(), cpuSecondsOf(pids), process.cpuUsage()];
isMeasuring = true;
await sleep(numbers.measureMs);
isMeasuring = false;
const { user, system } = process.cpuUsage(own);
const result: Slot = {
  messages: latenciesUs.length,
  seconds: (performance.now() - startMs) / 1000,
  cpuSeconds: cpuSecondsOf(pids) - cpu,
  p50Us: quantile(latenciesUs, 0.5),
  p99Us: quantile(latenciesUs, 0.99),
  p999Us: quantile(latenciesUs, 0.999),
  maxUs: quantile(latenciesUs, 1),
  leastServed: Math.min(...served),
  mostServed: Math.max(...served),
  errors,
  rssKib: rssKib(),
  idleKib,
  idleGuestKib: 0,
  loadSeconds: (user + system) / 1e6,
};
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit());
