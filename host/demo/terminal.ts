/** The demo in a terminal: the same three clients talk to the blocking and to the multiplexed server, drawn as time lines. */
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DemoHost, startServer } from './servers.ts';

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
const SERVERS = { 'blocking-echo': 'Blocking', echo: 'Multiplexed' } as const;
/** Three columns and the time fit into 60. */
const COLUMN_WIDTH = 17;
/** Who waits longer than this waits for somebody else. */
const LONG_MS = 200;

const DIM = 2;
const BOLD = 1;
const RED = 31;
const GREEN = 32;
const CLIENT_COLORS = [36, 33, 35];

/** Colours a text where the output is a terminal that has colours, and NO_COLOR is not set. */
function paint(color: number, text: string): string {
  return process.stdout.isTTY && process.stdout.hasColors() ? `\u001B[${color}m${text}\u001B[0m` : text;
}

/** Prints a line of a time line, in a client's column. */
function printEvent(startMs: number, column: number, text: string): void {
  const time = `${((performance.now() - startMs) / 1000).toFixed(2)} s`.padStart(7);
  console.log(`${paint(DIM, time)}  ${' '.repeat(column * COLUMN_WIDTH)}${text}`);
}

async function runClient(script: Script, column: number, port: number, startMs: number): Promise<void> {
  const sleepUntil = (atMs: number): Promise<void> => sleep(Math.max(startMs + atMs - performance.now(), 0));
  const say = (text: string): void => printEvent(startMs, column, paint(CLIENT_COLORS[column]!, text));
  await sleepUntil(script.connectsMs);
  const socket = createConnection(port, '127.0.0.1');
  await once(socket, 'connect');
  const sentAt: number[] = [];
  let missing = script.sends.length;
  const answered = new Promise<void>((resolve) => {
    let text = '';
    socket.on('data', (data: Buffer) => {
      text += data.toString();
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        const waitedMs = Math.round(performance.now() - sentAt.shift()!);
        const waited = paint(waitedMs > LONG_MS ? RED : GREEN, `${waitedMs} ms`);
        say(`< ${text.slice(0, end)} ${waited}`);
        text = text.slice(end + 1);
        if (--missing === 0) resolve();
      }
    });
  });
  for (const [atMs, text] of script.sends) {
    await sleepUntil(atMs);
    sentAt.push(performance.now());
    say(`> ${text}`);
    socket.write(`${text}\n`);
  }
  await sleepUntil(script.leavesMs);
  await answered;
  say('leaves');
  socket.destroy();
}

/** Plays the demo, which takes five seconds. */
export async function playTerminalDemo(host: DemoHost): Promise<void> {
  const names = SCRIPTS.map(({ name }, i) => paint(CLIENT_COLORS[i]!, name.padEnd(COLUMN_WIDTH)));
  console.log('> sent, < its echo, and how long the client waited');
  for (const [server, title] of Object.entries(SERVERS)) {
    const { port, kill } = await startServer(host, server, ['--quiet']);
    console.log(
      `\n${paint(BOLD, `${title}: ${server} under ${host.name}`)}\n${' '.repeat(9)}${names.join('')}`,
    );
    const startMs = performance.now();
    try {
      await Promise.all(SCRIPTS.map((script, column) => runClient(script, column, port, startMs)));
    } finally {
      kill();
    }
  }
  console.log('\nBlocking: B and C wait until A has left.\nMultiplexed: nobody waits for anybody.');
}
