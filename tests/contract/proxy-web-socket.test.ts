/** WebSockets that the proxy bridges to a TCP server: the bytes pass whole and in order at the pace of who receives, and so do the ends. */
import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WebSocket } from 'ws';
import { Client, within } from '../support/client.ts';
import { HOSTS, Running, type Server as Bridge, startServer } from './hosts.ts';

const ORIGIN = 'http://page.example';
/** More than sockets, buffers and both sides of the bridge hold. */
const MUCH = 40_000_000;

/** How a WebSocket has ended: with a close code, or 0 where there was no handshake. */
interface Closed {
  code: number;
  reason: string;
}

/** What the upstream does with a connection. */
type Serve = (socket: Socket) => void;

/** Bytes that are nowhere the same for long. */
function pattern(bytes: number): Buffer {
  const data = Buffer.alloc(bytes);
  for (let i = 0; i + 4 <= bytes; i += 4) data.writeUInt32LE(Math.imul(i, 2654435761) >>> 0, i);
  return data;
}

/** A client, as pages are, that keeps what it receives. */
class Browser {
  readonly socket: WebSocket;
  readonly closed: Promise<Closed>;
  private received: Buffer[] = [];
  private bytes = 0;
  private changed: () => void = () => {};

  constructor(port: number, origin = ORIGIN) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/any/path`, 'binary', { origin });
    this.socket.on('message', (data: Buffer) => {
      this.received.push(data);
      this.bytes += data.length;
      this.changed();
    });
    const closed = new Promise<Closed>((resolve) => {
      this.socket.on('error', (error) => resolve({ code: 0, reason: error.message }));
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    this.closed = within(closed, 'the end of a WebSocket');
    this.closed.catch(() => {}); // not every test waits for it
  }

  static async open(port: number): Promise<Browser> {
    const browser = new Browser(port);
    await within(once(browser.socket, 'open'), 'a WebSocket');
    return browser;
  }

  get all(): Buffer {
    return Buffer.concat(this.received);
  }

  async receive(bytes: number): Promise<Buffer> {
    while (this.bytes < bytes)
      await within(new Promise<void>((resolve) => (this.changed = resolve)), `${bytes} bytes`);
    return this.all;
  }
}

/** Waits until a number has not changed for a while; gives it. */
async function settled(read: () => number): Promise<number> {
  for (let last = -1; ; await sleep(200)) {
    const now = read();
    if (now === last) return now;
    last = now;
  }
}

/** Waits until the connection has ended or failed. */
async function gone(socket: Socket): Promise<void> {
  if (socket.destroyed || socket.readableEnded) return;
  socket.resume();
  const ended = once(socket, 'end').catch(() => {}); // a failure is one too
  await within(ended, 'the end of the connection');
  socket.destroy();
}

async function allOf(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

for (const host of HOSTS) {
  const test = suite(`proxy of WebSockets on ${host.name}`);
  let upstream: Server;
  let bridge: Bridge;
  let serve: Serve;

  test.before(async () => {
    upstream = createServer({ allowHalfOpen: true }, (socket) => serve(socket.on('error', () => {})));
    await once(upstream.listen(0, '127.0.0.1'), 'listening');
    const { port } = upstream.address() as AddressInfo;
    const where = ['--listen-websocket', '127.0.0.1:0', '--upstream', `127.0.0.1:${port}`];
    const limits = ['--max-upstream-connections', '3', '--websocket-origin', `http://own.example,${ORIGIN}`];
    bridge = await startServer(host, 'proxy', ...where, ...limits);
  });
  test.after(async () => {
    await bridge.kill();
    upstream.close();
  });

  /** Connects a client; gives it and its connection at the upstream. */
  async function bridged(): Promise<[Browser, Socket]> {
    const accepted = new Promise<Socket>((resolve) => (serve = resolve));
    return Promise.all([Browser.open(bridge.port), within(accepted, 'a connection of the bridge')]);
  }

  test('messages of any size become a stream and come back whole and in order, with the subprotocol binary', async () => {
    serve = (socket) => socket.pipe(socket);
    const browser = await Browser.open(bridge.port);
    assert.is(browser.socket.protocol, 'binary');
    const parts = [3_000_000, 1, 0, 125, 126, 65_535, 65_536, 4_000_000].map(pattern);
    for (const part of parts) browser.socket.send(part);
    for (let i = 0; i < 2000; i++) browser.socket.send(pattern(i & 255));
    const small = Array.from({ length: 2000 }, (_, i) => pattern(i & 255));
    const sent = Buffer.concat([...parts, ...small]);
    assert.ok((await browser.receive(sent.length)).equals(sent));
    browser.socket.close(1000);
    assert.is((await browser.closed).code, 1000);
  });

  test('a client that does not read holds up the upstream, and then gets everything', async () => {
    const [browser, socket] = await bridged();
    browser.socket.pause();
    const data = pattern(MUCH);
    socket.end(data);
    await settled(() => socket.bytesRead + socket.writableLength);
    assert.ok(socket.writableLength > MUCH / 2, `${socket.writableLength} bytes wait`);
    const other = await bridged();
    other[1].pipe(other[1]);
    other[0].socket.send('hello'.repeat(10), { binary: true });
    assert.is((await other[0].receive(50)).length, 50);
    other[0].socket.terminate();
    browser.socket.resume();
    assert.is((await browser.closed).code, 1000);
    assert.ok(browser.all.equals(data));
  });

  test('an upstream that does not read holds up the client, which still receives; then it gets everything', async () => {
    const [browser, socket] = await bridged();
    socket.pause();
    const data = pattern(MUCH);
    browser.socket.send(data);
    await settled(() => browser.socket.bufferedAmount);
    assert.ok(browser.socket.bufferedAmount > MUCH / 2, `${browser.socket.bufferedAmount} bytes wait`);
    socket.write(data.subarray(0, 1_000_000));
    assert.ok((await browser.receive(1_000_000)).equals(data.subarray(0, 1_000_000)));
    browser.socket.close();
    assert.ok((await allOf(socket)).equals(data));
    socket.end();
  });

  test('the end of the upstream closes with 1000, a failure with 1011', async () => {
    const [browser, socket] = await bridged();
    socket.end('last');
    assert.equal(await browser.closed, { code: 1000, reason: '' });
    assert.is(browser.all.toString(), 'last');
    const [other, failing] = await bridged();
    failing.write('first'); // the proxy has connected, then
    await other.receive(5);
    failing.resetAndDestroy();
    assert.is((await other.closed).code, 1011);
  });

  test('a client that closes ends the stream to the upstream, one that is lost breaks it', async () => {
    for (const code of [1000, 1001, 3000, undefined]) {
      const [browser, socket] = await bridged();
      browser.socket.send('last', { binary: true });
      browser.socket.close(code);
      assert.is((await allOf(socket)).toString(), 'last');
      socket.end();
    }
    const [lost, socket] = await bridged();
    lost.socket.terminate();
    await gone(socket);
  });

  test('a text is refused with 1003, and the upstream loses the connection', async () => {
    const [browser, socket] = await bridged();
    browser.socket.send('text');
    assert.equal(await browser.closed, { code: 1003, reason: 'only binary messages are bridged' });
    await gone(socket);
  });

  test('a page of another origin and what is no handshake are refused', async () => {
    const browser = new Browser(bridge.port, 'http://other.example');
    assert.match((await browser.closed).reason, '403');
    const client = await Client.connect(bridge.port);
    client.send('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    assert.match((await client.rest()).toString(), /^HTTP\/1.1 426 /);
    client.end();
  });

  test('where no upstream listens, that is 1014; each session has been logged, with its reason', async () => {
    upstream.close();
    const browser = await Browser.open(bridge.port);
    assert.equal(await browser.closed, { code: 1014, reason: 'no upstream: connection refused' });
    while (!bridge.output.includes('no upstream')) await sleep(5);
    const reasons = [...bridge.output.matchAll(/ retries=0 (.*)$/gm)].map(([, reason]) => reason!);
    assert.is(reasons.filter((reason) => reason === 'done').length, 8);
    assert.match(reasons.find((reason) => reason.startsWith('upstream')) ?? '', /^upstream: connection /);
    assert.equal(reasons.slice(-2), ['client: closed with 1003', 'no upstream: connection refused']);
    assert.is(reasons.filter((reason) => reason === 'client: closed with 1006').length, 2);
  });

  test('a command line that would bridge everybody, or nobody, is refused', async () => {
    const cases = [
      [['--listen-websocket', '127.0.0.1:0'], /^proxy: --websocket-origin ORIGIN is missing: /],
      [['--listen-websocket', 'here'], /^proxy: --listen-websocket here: expected HOST:PORT/],
      [['--websocket-origin', 'https://a.example/'], /^proxy: --websocket-origin https:\/\/a.example\/: exp/],
    ] as const;
    await Promise.all(
      cases.map(async ([args, line]) => {
        const proxy = new Running([...host.command('proxy'), '--upstream', '127.0.0.1:1', ...args]);
        assert.is(await within(proxy.exitCode, 'the end'), host.usageExitCode);
        assert.match(proxy.errorLines[0]!, line);
      }),
    );
  });

  test.run();
}
