/** Node's own parser of HTTP, to compare ours with: requests may be refused by one of the two, never understood in two ways. */
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { Duplex } from 'node:stream';

/** Gives its bytes to a server, and drops what comes back. */
class Wire extends Duplex {
  constructor(private bytes: Buffer | null) {
    super();
  }

  override _read(): void {
    this.push(this.bytes);
    this.bytes = null;
  }

  override _write(_chunk: Buffer, _encoding: string, done: () => void): void {
    done();
  }
}

/**
 * The requests that Node reads out of bytes, up to the first that it refuses or that is not whole: method, target and, after a line
 * break, the body, each character a byte.
 */
export async function understoodByNode(bytes: Buffer): Promise<string[]> {
  const requests: string[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    let body = '';
    request.setEncoding('latin1');
    request.on('data', (data: string) => (body += data));
    request.on('end', () => {
      requests.push(`${request.method} ${request.url}\n${body}`);
      response.end();
    });
  };
  const server = createServer({ requireHostHeader: false, keepAliveTimeout: 0 }, answer);
  server
    .on('checkContinue', answer)
    .on('checkExpectation', answer)
    .on('clientError', () => {});
  const wire = new Wire(bytes);
  const closed = new Promise<void>((resolve) => wire.on('close', resolve));
  wire.on('error', () => {});
  server.emit('connection', wire);
  await Promise.race([closed, settled(wire)]);
  wire.destroy();
  return requests;
}

/** All that was there has been read, and the turns are over in which it is understood. */
async function settled(wire: Wire): Promise<void> {
  for (let turns = 0; turns < 4 || wire.readableLength > 0; turns++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
