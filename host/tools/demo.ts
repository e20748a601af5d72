/**
 * Shows what multiplexing is for: the same three clients talk to the blocking and to the multiplexed server, drawn as a time line.
 *
 * `npm run demo` under Node; `npm run demo -- wasmtime` under wasmtime.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Socket, createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { componentName } from '../build/wasi-version.ts';
import { WASMTIME_RUN, bestVersion, provideWasmtime } from './wasmtime.ts';

type HostName = 'node' | 'wasmtime';

/** What a client does; times are in milliseconds from the start. */
interface Script {
  name: string;
  connectsMs: number;
  sends: [atMs: number, text: string][];
  leavesMs: number;
}

const SCRIPTS: Script[] = [
  { name: 'A', connectsMs: 0, sends: [[50, 'I am A'], [1500, 'still here']], leavesMs: 2000 }, // prettier-ignore
  { name: 'B', connectsMs: 200, sends: [[250, 'I am B'], [600, 'and I?']], leavesMs: 1000 }, // prettier-ignore
  { name: 'C', connectsMs: 300, sends: [[350, 'I am C']], leavesMs: 800 },
];
const SERVERS = ['blocking-echo', 'echo'] as const;

function serverCommand(host: HostName, server: string): [program: string, args: string[]] {
  const args = ['--listen', '127.0.0.1:0', '--quiet'];
  if (host === 'node') {
    return [
      process.execPath,
      [fileURLToPath(new URL('../../dist/host/cli/main.js', import.meta.url)), server, ...args],
    ];
  }
  const wasmtime = provideWasmtime();
  const name = componentName(server, bestVersion(wasmtime));
  const component = fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));
  return [wasmtime, [...WASMTIME_RUN, component, ...args]];
}

async function startServer(host: HostName, server: string): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(...serverCommand(host, server), { stdio: ['ignore', 'inherit', 'pipe'] });
  for await (const line of createInterface({ input: child.stderr! })) {
    const port = /port (\d+)/.exec(line)?.[1];
    if (port !== undefined) return { child, port: Number(port) };
    if (!line.startsWith('Listening')) console.error(line);
  }
  throw new Error(`${server} did not start under ${host}`);
}

/** Prints a line of the time line, in a client's column. */
function printEvent(startMs: number, column: number, text: string): void {
  const time = `${((performance.now() - startMs) / 1000).toFixed(2)} s`.padStart(7);
  console.log(`${time}  ${' '.repeat(column * 26)}${text}`);
}

async function runClient(script: Script, column: number, port: number, startMs: number): Promise<void> {
  const sleepUntil = (atMs: number): Promise<void> => sleep(Math.max(startMs + atMs - performance.now(), 0));
  await sleepUntil(script.connectsMs);
  const socket: Socket = createConnection(port, '127.0.0.1');
  await once(socket, 'connect');
  const sentAt: number[] = [];
  let missing = 0;
  const answered = new Promise<void>((resolve) => {
    let text = '';
    socket.on('data', (data: Buffer) => {
      text += data.toString();
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        const waitedMs = Math.round(performance.now() - sentAt.shift()!);
        printEvent(startMs, column, `${script.name} < ${text.slice(0, end)} (${waitedMs} ms)`);
        text = text.slice(end + 1);
        if (--missing === 0) resolve();
      }
    });
  });
  missing = script.sends.length;
  for (const [atMs, text] of script.sends) {
    await sleepUntil(atMs);
    sentAt.push(performance.now());
    printEvent(startMs, column, `${script.name} > ${text}`);
    socket.write(`${text}\n`);
  }
  await sleepUntil(script.leavesMs);
  await answered;
  printEvent(startMs, column, `${script.name} leaves`);
  socket.destroy();
}

async function demonstrate(host: HostName): Promise<void> {
  for (const server of SERVERS) {
    const { child, port } = await startServer(host, server);
    console.log(`\n${server} under ${host}: > sent, < its echo and how long the client waited for it\n`);
    const startMs = performance.now();
    try {
      await Promise.all(SCRIPTS.map((script, column) => runClient(script, column, port, startMs)));
    } finally {
      child.kill('SIGKILL');
    }
  }
  console.log('\nBlocking: B and C wait until A has left. Multiplexed: nobody waits for anybody.');
}

const [host = 'node'] = process.argv.slice(2);
if (host === 'node' || host === 'wasmtime') await demonstrate(host);
else {
  console.error(`demo: unknown host ${host}: expected node or wasmtime`);
  process.exitCode = 2;
}
