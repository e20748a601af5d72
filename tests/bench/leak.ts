/**
 * Opens and closes many connections to a server embedded in a program and compares what the program holds before and after.
 *
 *   node --import tsx tests/bench/leak.ts [CONNECTIONS]
 */
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { Embedder, type Second } from './embedder.ts';

const CONNECTIONS = Number(process.argv[2] ?? 100_000);
const WARM_UP = 5000;
const AT_ONCE = 100;
const RSS_LIMIT_KIB = 16 * 1024;
const MAX_SECONDS = 30;

/** One client: says something, hears it back, and leaves: half of them well, half with a reset. */
async function visit(port: number, isReset: boolean): Promise<void> {
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
  socket.write('hello');
  await once(socket, 'data');
  if (isReset) socket.resetAndDestroy();
  else socket.end();
  await once(socket, 'close');
}

async function visitMany(port: number, count: number): Promise<void> {
  let left = count;
  const visitor = async (): Promise<void> => {
    while (left-- > 0) await visit(port, left % 2 === 0);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, visitor));
}

/** What it holds when it has come to rest. */
async function atRest(embedder: Embedder): Promise<Second> {
  let last = await embedder.next();
  for (let i = 0; i < MAX_SECONDS; i++) {
    const now = await embedder.next();
    if (now.open === 0 && now.files === last.files && Math.abs(now.rssKib - last.rssKib) < 256) return now;
    last = now;
  }
  return last;
}

const embedder = await Embedder.start('embedded');
await visitMany(embedder.port, WARM_UP);
const before = await atRest(embedder);
const start = performance.now();
await visitMany(embedder.port, CONNECTIONS);
const seconds = (performance.now() - start) / 1000;
const after = await atRest(embedder);
await embedder.end();

const held = ({ accepted, open, handles, files, rssKib }: Second): object => ({
  accepted,
  open,
  handles,
  files,
  rssKib,
});
console.log(`${CONNECTIONS} connections in ${seconds.toFixed(1)} s`);
console.table({ before: held(before), after: held(after) });
const isGood =
  after.open === before.open &&
  after.handles === before.handles &&
  after.files === before.files &&
  after.rssKib - before.rssKib < RSS_LIMIT_KIB;
console.log(isGood ? 'nothing was left' : 'SOMETHING WAS LEFT');
process.exitCode = isGood ? 0 : 1;
