/** Servers that play NATS, and play it wrong: what no real one does. */
import { once } from 'node:events';
import { type AddressInfo, type Server as NetServer, type Socket, createServer } from 'node:net';

/** How a server greets. */
export const INFO = 'INFO {"max_payload":1000} \r\n';

/** A server that says something else to each client that comes, and takes what it is sent unless that is `deaf`. */
export async function scripted(answers: string[], isDeaf = false): Promise<NetServer> {
  const server = createServer((socket: Socket) => {
    socket.on('error', () => {});
    if (!isDeaf) socket.resume();
    socket.write(Buffer.from(answers.shift() ?? `${INFO}PONG\r\n`, 'latin1'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Gives where a server listens, as `--nats` takes it. */
export function addressOf(server: NetServer): string {
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
