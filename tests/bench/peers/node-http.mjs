// The peer: a server as one writes it with node:http. Arguments: the port, the folder of /file.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const [, , port, folder] = process.argv;
const file = join(folder, 'file');

const server = createServer((request, response) => {
  if (request.url === '/echo') {
    const { 'content-type': type, 'content-length': length } = request.headers;
    response.writeHead(200, { 'Content-Type': type, 'Content-Length': length });
    request.pipe(response);
  } else if (request.url === '/file') {
    const length = statSync(file).size;
    response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': length });
    createReadStream(file).pipe(response);
  } else {
    response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': 13 });
    response.end('Hello, world!');
  }
});
server.keepAliveTimeout = 600_000;
server.listen(Number(port), '127.0.0.1', 4096);
