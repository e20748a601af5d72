import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { type AddressInfo, type Socket, createServer as createTcpServer } from 'node:net';
import { within } from '../support/client.ts';

/** A server that the tests' HTTP client asks. */
export interface Upstream {
  /** `http://127.0.0.1:PORT`. */
  url: string;
  /** How many connections it has had. */
  connections: number;
  /** The most that it had at once. */
  mostConnections: number;
  /** What was asked for: method and target. */
  requests: string[];
  close(): Promise<void>;
}

async function open(
  server: Server | ReturnType<typeof createTcpServer>,
  requests: string[],
): Promise<Upstream> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    upstream.connections++;
    upstream.mostConnections = Math.max(upstream.mostConnections, sockets.size);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await within(once(server, 'listening'), 'a server to listen');
  const upstream: Upstream = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: 0,
    mostConnections: 0,
    requests,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await within(once(server, 'close'), 'a server to close');
    },
  };
  return upstream;
}

/** Starts a server of node:http. It echoes what comes at `/echo`, and has a few more answers. */
export function httpUpstream(other = ''): Promise<Upstream> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response, other);
  });
  return open(server, requests);
}

function answer(request: IncomingMessage, response: ServerResponse, other: string): void {
  const { headers, method, url } = request;
  response.on('error', () => {});
  if (url === '/echo') {
    const framing = headers['content-length'] ?? headers['transfer-encoding'] ?? 'nothing';
    response.setHeader('X-Note', `${method},${framing}`);
    request.pipe(response);
  } else if (url === '/secrets')
    response.end(`${headers.authorization ?? '-'} ${headers.cookie ?? '-'} ${headers['x-own'] ?? '-'}`);
  else if (url === '/long') response.end(Buffer.alloc(8_000_000, 'long '));
  else if (url === '/trailer') {
    response.writeHead(200, { Trailer: 'X-End' });
    response.write('with a ');
    response.addTrailers({ 'X-End': 'yes' });
    response.end('trailer');
  } else if (url === '/early') {
    response.writeHead(413, { Connection: 'close' });
    response.end('too much');
  } else if (url?.startsWith('/to/')) {
    const [, , status, target] = url.split('/', 4) as [string, string, string, string];
    const location =
      target === 'other' ? `${other}/secrets` : target === 'tls' ? 'https://127.0.0.1/' : `../../${target}`;
    response.writeHead(Number(status), { Location: location });
    response.end('elsewhere');
  } else if (url === '/again') {
    response.writeHead(302, { Location: 'again' });
    response.end();
  } else response.end('hello');
}

/** Starts a server whose every connection does what `talk` says: it is called with each request's head, and counts them from 1. */
export function rawUpstream(
  talk: (socket: Socket, count: number, connection: number) => void,
): Promise<Upstream> {
  const requests: string[] = [];
  const server = createTcpServer((socket) => {
    const connection = upstream.connections + 1;
    let text = '';
    let count = 0;
    socket.on('data', (data: Buffer) => {
      text += data.toString('latin1');
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        requests.push(text.slice(0, text.indexOf(' HTTP')));
        text = text.slice(end + 4);
        talk(socket, ++count, connection);
      }
    });
  });
  let upstream: Upstream;
  return open(server, requests).then((made) => (upstream = made));
}
