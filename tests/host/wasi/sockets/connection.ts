import { TcpSocket } from '../../../../host/wasi/sockets/tcp-socket.ts';
import { streams } from '../../../../host/wasi/io/streams.ts';
import { tcp } from '../../../../host/wasi/sockets/tcp.ts';
import { FakeSocket } from '../../fake-engine.ts';
import { type TestHost, fakeGuest, testHost, wordsAt } from '../../hosts.ts';

/** Where results are stored. */
const RESULT = 64;
const TEXT = 256;

/** A connection over a fake engine, used as a guest would: through the interfaces' functions. */
export class Connection {
  readonly host: TestHost = testHost();
  readonly guest = fakeGuest();
  readonly socket = new FakeSocket();
  readonly tcp: TcpSocket;
  readonly handles: { tcp: number; input: number; output: number };
  readonly calls: Record<string, (...args: (number | bigint)[]) => number>;

  constructor() {
    const { memory, resources } = this.host;
    memory.attach(this.guest);
    this.tcp = new TcpSocket(this.host, this.socket);
    const { input: reader, output: writer } = this.tcp.open();
    const [socket, input, output] = [this.tcp, reader, writer].map((resource) => resources.add(resource));
    this.handles = { tcp: socket!, input: input!, output: output! };
    this.calls = { ...tcp(this.host), ...streams(this.host) } as never;
  }

  /** Reads: text ('' is would-block), 'closed' or 'failed'. */
  read(bytes: number | bigint, name = 'read'): string {
    this.calls[`[method]input-stream.${name}`]!(this.handles.input, BigInt(bytes), RESULT);
    const [failed, pointer, count] = wordsAt(this.host.memory, RESULT, 3);
    if ((failed! & 0xff) === 1) return (pointer! & 0xff) === 1 ? 'closed' : 'failed';
    return Buffer.from(this.host.memory.bytes.subarray(pointer, pointer! + count!)).toString();
  }

  /** What may be written, 'closed' or 'failed'. */
  checkWrite(): number | string {
    this.calls['[method]output-stream.check-write']!(this.handles.output, RESULT);
    const [failed, , granted] = wordsAt(this.host.memory, RESULT, 3);
    return (failed! & 0xff) === 0 ? granted! : (granted! & 0xff) === 1 ? 'closed' : 'failed';
  }

  /** Writes on the last grant: 'ok', 'closed' or 'failed'. */
  write(text: string, bytes = text.length, name = 'write'): string {
    this.host.memory.bytes.set(Buffer.from(text), TEXT);
    this.calls[`[method]output-stream.${name}`]!(this.handles.output, TEXT, bytes, RESULT);
    const [failed, which] = wordsAt(this.host.memory, RESULT, 2);
    return (failed! & 0xff) === 0 ? 'ok' : (which! & 0xff) === 1 ? 'closed' : 'failed';
  }

  /** 0: receiving, 1: sending, 2: both. */
  shutdown(how: number): void {
    this.calls['[method]tcp-socket.shutdown']!(this.handles.tcp, how, RESULT);
  }

  /** Whether a new pollable of the stream is ready. */
  isReady(which: 'input' | 'output'): boolean {
    return this.tcp[which]!.subscribe().isReady;
  }
}
