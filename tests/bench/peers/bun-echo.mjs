// The peer: an echo as one writes it for Bun. Argument: the port.
Bun.listen({
  hostname: '127.0.0.1',
  port: Number(process.argv[2]),
  socket: {
    open(socket) {
      socket.data = [];
    },
    data(socket, data) {
      const sent = socket.data.length > 0 ? 0 : socket.write(data);
      if (sent < data.length) socket.data.push(Buffer.from(data.subarray(sent)));
    },
    drain(socket) {
      while (socket.data.length > 0) {
        const sent = socket.write(socket.data[0]);
        if (sent < socket.data[0].length) {
          socket.data[0] = socket.data[0].subarray(sent);
          return;
        }
        socket.data.shift();
      }
    },
  },
});
