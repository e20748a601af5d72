// The peer: an echo server as one writes it with node:net. Argument: the port.
import { createServer } from 'node:net';

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => {});
  socket.on('data', (data) => {
    if (!socket.write(data)) {
      socket.pause();
      socket.once('drain', () => socket.resume());
    }
  });
});
server.listen(Number(process.argv[2]), '127.0.0.1', 4096);
