// A program that serves echo in its own process and looks how late its timers are meanwhile; each second a line of JSON on standard
// output. `embedded`: by this package, in a worker; `node-net`: by node:net, in its own thread; a number: that many workers.
import { createServer } from 'node:net';
import { readdirSync } from 'node:fs';
import { serve } from '../../../dist/host/index.js';

const INTERVAL_MS = 5;
const [, , how = 'embedded'] = process.argv;
let guest;
let port;

if (how === 'node-net') {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {});
    socket.pipe(socket);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', 4096, resolve));
  ({ port } = server.address());
} else {
  const workers = Number(how) > 0 ? { workers: Number(how) } : {};
  guest = serve('echo', { listen: '127.0.0.1:0', args: ['--quiet'], ...workers });
  [{ port }] = await guest.ready;
}
console.log(JSON.stringify({ port }));

let late = [];
let due = performance.now() + INTERVAL_MS;
const tick = () => {
  const now = performance.now();
  late.push(now - due);
  due = now + INTERVAL_MS;
  setTimeout(tick, INTERVAL_MS);
};
setTimeout(tick, INTERVAL_MS);
setInterval(() => {
  globalThis.gc?.();
  const { open = 0, handles = 0, accepted = 0 } = guest?.metrics() ?? {};
  const files = readdirSync('/proc/self/fd').length;
  const { rss } = process.memoryUsage();
  console.log(JSON.stringify({ late, open, handles, accepted, files, rssKib: Math.round(rss / 1024) }));
  late = [];
}, 1000);
