// The peer: a UDP echo as one writes it with node:dgram. Argument: the port.
import { createSocket } from 'node:dgram';

const server = createSocket('udp4');
server.on('message', (data, { port, address }) => server.send(data, port, address));
server.bind(Number(process.argv[2]), '127.0.0.1');
