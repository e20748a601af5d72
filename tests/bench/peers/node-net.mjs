// The peer: an echo server as one writes it with node:net.
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
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', 4096, () =>
  console.error(`running on port ${server.address().port}`),
);
