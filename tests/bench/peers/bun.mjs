// The peer: a server as one writes it for Bun. Arguments: the port, the folder of /file.
import { join } from 'node:path';

const [, , port, folder] = process.argv;
const file = join(folder, 'file');

Bun.serve({
  hostname: '127.0.0.1',
  port: Number(port),
  idleTimeout: 0,
  async fetch(request, server) {
    const { pathname } = new URL(request.url);
    if (pathname === '/ws') return server.upgrade(request) ? undefined : new Response('', { status: 400 });
    if (pathname === '/file') return new Response(Bun.file(file));
    if (pathname === '/echo') {
      const headers = { 'Content-Type': request.headers.get('content-type') };
      return new Response(await request.arrayBuffer(), { headers });
    }
    return new Response('Hello, world!', { headers: { 'Content-Type': 'text/plain' } });
  },
  websocket: { message: (socket, message) => void socket.send(message) },
});
