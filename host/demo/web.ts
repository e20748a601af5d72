/**
 * The demo as a page: our HTTP server serves it, and it reaches the blocking and the multiplexed server by WebSockets that the proxy
 * bridges. What the two say in their logs reaches it in the same way.
 */
import { once } from 'node:events';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type DemoHost, startServer } from './servers.ts';

/** The page's files, beside this one. */
const PAGE = fileURLToPath(new URL('page', import.meta.url));

/** Sends lines to everybody who connects. */
class Feed {
  private readonly readers = new Set<Socket>();
  private readonly server = createServer((socket) => {
    this.readers.add(socket);
    socket.on('close', () => this.readers.delete(socket)).on('error', () => {});
    socket.resume();
  });

  async open(): Promise<number> {
    await once(this.server.listen(0, '127.0.0.1').unref(), 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  send(line: string): void {
    for (const reader of this.readers) reader.write(`${line}\n`);
  }
}

/** Starts all that the page needs, until the program ends; returns its address. */
export async function startWebDemo(host: DemoHost): Promise<string> {
  const { page: folder = PAGE } = host;
  const feed = new Feed();
  const log = (server: string) => (line: string) => feed.send(`${server} ${line}`);
  const [feedPort, page, blocking, multiplexed] = await Promise.all([
    feed.open(),
    startServer(host, 'http', ['--quiet', '--root', folder], { folder }),
    startServer(host, 'blocking-echo', [], { onLine: log('blocking') }),
    startServer(host, 'echo', [], { onLine: log('multiplexed') }),
  ]);
  const origin = `http://127.0.0.1:${page.port}`;
  const bridge = async (port: number): Promise<number> => {
    const args = ['--quiet', '--upstream', `127.0.0.1:${port}`, '--websocket-origin', origin];
    return (await startServer(host, 'proxy', args, { listen: '--listen-websocket' })).port;
  };
  const bridges = await Promise.all([blocking.port, multiplexed.port, feedPort].map(bridge));
  const [blockingPort, multiplexedPort, logPort] = bridges;
  return `${origin}/#blocking=${blockingPort}&multiplexed=${multiplexedPort}&log=${logPort}`;
}
