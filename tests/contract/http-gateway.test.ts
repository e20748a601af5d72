/** A gateway of the HTTP server and client: handlers that answer when another server has, and bodies that pass both at its pace. */
import { once } from 'node:events';
import { type IncomingMessage, type RequestOptions, Agent, request as startRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { VERSIONS, type WasiVersion } from '../../host/build/wasi-version.ts';
import { freePort, within } from '../support/client.ts';
import { compileGuest } from './guest.ts';
import { HOSTS, type Host, Running } from './hosts.ts';
import { type Upstream, httpUpstream, rawUpstream } from './http-upstreams.ts';

const files = new Map<WasiVersion, string>();
for (const version of VERSIONS)
  files.set(version, await compileGuest('tests/contract/guests/http-gateway', version));

/** More than sockets, buffers and both sides of the gateway hold. */
const MUCH = 100_000_000;

/** Runs a case with a gateway to an upstream, and ends both, whatever comes. */
function through(
  host: Host,
  made: () => Promise<Upstream>,
  run: (url: string, upstream: Upstream, gateway: Running) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const upstream = await made();
    const command = host.run(files.get(host.version)!);
    const gateway = new Running([...command, '--listen', '127.0.0.1:0', '--to', upstream.url]);
    try {
      const [, port] = await gateway.line(/on port (\d+)/);
      await run(`http://127.0.0.1:${port}`, upstream, gateway);
    } finally {
      await gateway.kill();
      await upstream.close();
    }
  };
}

/** Sends a request and waits for the head of the answer. */
async function ask(
  url: string,
  options: RequestOptions = {},
  body?: Buffer | string,
): Promise<IncomingMessage> {
  const request = startRequest(url, { agent: false, ...options });
  request.end(body);
  const [response] = (await within(once(request, 'response'), 'an answer')) as [IncomingMessage];
  return response;
}

async function bodyOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Waits until a number has not changed for a while; gives it. */
async function settled(read: () => number): Promise<number> {
  for (let last = -1; ; await sleep(300)) {
    const now = read();
    if (now === last) return now;
    last = now;
  }
}

for (const host of HOSTS) {
  const test = suite(`http gateway on ${host.name}`);

  test(
    'requests and answers pass with their headers, but for those of each connection',
    through(host, httpUpstream, async (url, { requests }) => {
      for (const framing of ['5', 'chunked']) {
        const header = framing === '5' ? 'Content-Length' : 'Transfer-Encoding';
        const echo = await ask(`${url}/echo`, { method: 'POST', headers: { [header]: framing } }, 'hello');
        assert.is(echo.statusCode, 200);
        assert.is(echo.headers['x-note'], `POST,${framing}`);
        assert.is((await bodyOf(echo)).toString(), 'hello');
      }
      const headers = { Authorization: 'a', Cookie: 'b', 'X-Own': 'c', Connection: 'close, Cookie' };
      assert.is((await bodyOf(await ask(`${url}/secrets`, { headers }))).toString(), 'a - c');
      const redirect = await ask(`${url}/to/302/echo`);
      assert.is(redirect.statusCode, 302);
      assert.is(redirect.headers.location, '../../echo');
      redirect.resume();
      const head = await ask(`${url}/long?a=b`, { method: 'HEAD' });
      assert.is(head.statusCode, 200);
      assert.equal(requests, [
        'POST /echo',
        'POST /echo',
        'GET /secrets',
        'GET /to/302/echo',
        'HEAD /long?a=b',
      ]);
    }),
  );

  test(
    'many at once share the connections to the other server',
    through(host, httpUpstream, async (url, upstream) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 60 });
      const body = Buffer.alloc(50_000, 'body ');
      const asked = Array.from({ length: 300 }, async () =>
        bodyOf(
          await ask(
            `${url}/echo`,
            { method: 'PUT', agent, headers: { 'Content-Length': body.length } },
            body,
          ),
        ),
      );
      for (const answer of await Promise.all(asked)) assert.ok(answer.equals(body));
      agent.destroy();
      assert.ok(upstream.connections <= 32, `${upstream.connections} connections`);
    }),
  );

  test(
    'a client that does not read holds up the other server, and then gets everything',
    through(
      host,
      () => floodUpstream(),
      async (url, upstream) => {
        const response = await ask(url);
        const sent = await settled(() => (upstream as Flood).sentBytes());
        assert.ok(sent < MUCH / 2, `${sent} bytes`);
        let received = 0;
        for await (const chunk of response) received += (chunk as Buffer).length;
        assert.is(received, MUCH);
      },
    ),
  );

  test(
    'a server that does not read holds up the client',
    through(
      host,
      () => rawUpstream((socket) => socket.pause()),
      async (url) => {
        const request = startRequest(url, {
          method: 'PUT',
          agent: false,
          headers: { 'Content-Length': MUCH },
        });
        request.on('error', () => {});
        request.end(Buffer.alloc(MUCH));
        const sent = await settled(() => request.socket?.bytesWritten ?? 0);
        assert.ok(
          request.socket!.writableLength > MUCH / 2,
          `${sent} bytes, ${request.socket!.writableLength} wait`,
        );
        request.destroy();
      },
    ),
  );

  test(
    'a client that leaves ends its request to the other server',
    through(
      host,
      () => floodUpstream(),
      async (url, upstream) => {
        const response = await ask(url);
        response.on('error', () => {});
        response.destroy();
        await within((upstream as Flood).left, 'the end of the connection');
      },
    ),
  );

  test(
    'an answer that is wrong is 502, and one that is cut is cut',
    through(
      host,
      () =>
        rawUpstream((socket, _count, connection) => {
          if (connection === 1) socket.write('garbage\r\n\r\n');
          else if (connection === 2)
            socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ncut\r\n');
          else socket.end('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ncut');
        }),
      async (url, _upstream, gateway) => {
        const wrong = await ask(url);
        assert.is(wrong.statusCode, 502);
        assert.is((await bodyOf(wrong)).toString(), 'connection aborted\n');
        for (let i = 0; i < 2; i++) {
          const failure = await ask(url)
            .then(bodyOf)
            .catch((error: NodeJS.ErrnoException) => error);
          assert.instance(failure, Error);
        }
        await gateway.line(/^Upstream failed: connection lost$/);
      },
    ),
  );

  test(
    'where nobody listens, that is 502 at once',
    through(
      host,
      async () => ({ ...(await httpUpstream()), url: `http://127.0.0.1:${await freePort()}` }),
      async (url) => {
        const refused = await ask(url, { method: 'POST' }, 'hello');
        assert.is(refused.statusCode, 502);
        assert.is((await bodyOf(refused)).toString(), 'connection refused\n');
      },
    ),
  );

  test.run();
}

/** Answers with MUCH. */
interface Flood extends Upstream {
  sentBytes(): number;
  left: Promise<void>;
}

async function floodUpstream(): Promise<Flood> {
  let sent = 0;
  let leave!: () => void;
  const left = new Promise<void>((resolve) => (leave = resolve));
  const piece = Buffer.alloc(100_000, 'flood');
  const upstream = await rawUpstream((socket) => {
    socket.on('close', leave);
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${MUCH}\r\n\r\n`);
    const more = (): void => {
      while (sent < MUCH) {
        sent += piece.length;
        if (!socket.write(piece)) return;
      }
    };
    socket.on('drain', more);
    more();
  });
  return Object.assign(upstream, { sentBytes: () => sent, left });
}
