import type { Address } from '../../../../host/engines/engine.ts';
import { type ErrorCode, errorCodeIndex, failure } from '../../../../host/engines/outcome.ts';
import { instanceNetwork, storeSocketAddress } from '../../../../host/wasi/sockets/network.ts';
import { poll } from '../../../../host/wasi/io/poll.ts';
import { udpCreateSocket, udp } from '../../../../host/wasi/sockets/udp.ts';
import { UdpSocket } from '../../../../host/wasi/sockets/udp-socket.ts';
import { Trap } from '../../../../host/wasi/resources.ts';
import { type Datagram, FakeSocket } from '../../fake-engine.ts';
import { type TestHost, fakeGuest, testHost, wordsAt } from '../../hosts.ts';

const RESULT = 64;
/** Where outgoing lists and their data are put. */
const LIST = 16_384;
const DATA = 32_768;
const RECORD_BYTES = 44;

export const PEER: Address = { family: 4, port: 0x1234, parts: [127, 0, 0, 9], flowInfo: 0, scopeId: 0 };
export const OTHER = { ...PEER, port: 99 };

export function code(name: ErrorCode): number {
  return errorCodeIndex(failure(name));
}

export function from(address: Address, ...texts: string[]): Datagram[] {
  return texts.map((text) => ({ text, address }));
}

export function isTrap(error: unknown): boolean {
  return error instanceof Trap;
}

/** A datagram to send: text, and to whom. */
export type Outgoing = [text: string, to: Address | undefined];

/** A UDP socket over a fake engine, used as a guest would: through the interfaces' functions. Failures are code numbers. */
export class UdpGuest {
  readonly host: TestHost = testHost();
  readonly guest = fakeGuest();
  readonly calls: Record<string, (...args: (number | bigint)[]) => number>;
  readonly result = RESULT;
  readonly network: number;
  socket = 0;
  incoming = 0;
  outgoing = 0;

  constructor() {
    const { host } = this;
    host.memory.attach(this.guest);
    this.calls = { ...udp(host), ...instanceNetwork(host), ...udpCreateSocket(host), ...poll(host) } as never;
    this.network = this.calls['instance-network']!();
    this.create(4);
  }

  get engineSocket(): FakeSocket {
    return this.host.resources.get(this.socket, UdpSocket).socket as FakeSocket;
  }

  step(name: string, codeAt = 1, ...args: (number | bigint)[]): 'ok' | number {
    return this.call(`[method]udp-socket.${name}`, codeAt, this.socket, ...args);
  }

  startBind(): 'ok' | number {
    const [which, ...rest] = this.engineSocket.family === 4 ? [0, 0, 127, 0, 0, 1] : [1, 0];
    return this.step(
      'start-bind',
      1,
      this.network,
      which!,
      ...rest,
      ...Array<number>(11 - rest.length).fill(0),
    );
  }

  /** Asks for streams and keeps them. */
  stream(remote?: Address): 'ok' | number {
    const fields = remote === undefined ? [] : [0, remote.port, ...remote.parts];
    const flat = [...fields, ...Array<number>(12 - fields.length).fill(0)];
    const outcome = this.step('stream', 4, remote === undefined ? 0 : 1, ...flat);
    if (outcome === 'ok')
      [this.incoming, this.outgoing] = wordsAt(this.host.memory, RESULT + 4, 2) as [number, number];
    return outcome;
  }

  /** Binds and asks for streams. */
  open(remote?: Address, family: 4 | 6 = 4): void {
    if (family === 6) this.create(6);
    for (const outcome of [this.startBind(), this.step('finish-bind'), this.stream(remote)])
      if (outcome !== 'ok') throw new Error(`failed: ${outcome}`);
  }

  /** Receives: texts and the senders' ports. */
  receive(most: bigint): [text: string, port: number][] | number {
    const outcome = this.call('[method]incoming-datagram-stream.receive', 4, this.incoming, most);
    if (outcome !== 'ok') return outcome;
    const { bytes, words } = this.host.memory;
    const [list, count] = words.subarray(RESULT / 4 + 1, RESULT / 4 + 3) as never as [number, number];
    return Array.from({ length: count }, (_, i) => {
      const record = list + 40 * i;
      const [data, length] = words.subarray(record / 4, record / 4 + 2) as never as [number, number];
      const text = Buffer.from(bytes.subarray(data, data + length)).toString();
      return [text, bytes[record + 12]! | (bytes[record + 13]! << 8)];
    });
  }

  checkSend(stream = this.outgoing): number | string {
    const outcome = this.call('[method]outgoing-datagram-stream.check-send', 8, stream);
    return outcome === 'ok' ? this.host.memory.words[RESULT / 4 + 2]! : `error ${outcome}`;
  }

  /** Sends a list: how many were sent, or the failure's code. */
  send(...outgoing: Outgoing[]): number {
    const { memory } = this.host;
    let data = DATA;
    outgoing.forEach(([text, to], i) => {
      const record = LIST + RECORD_BYTES * i;
      const bytes = Buffer.from(text).copy(memory.bytes, data);
      memory.u32(record, data);
      memory.u32(record + 4, bytes);
      memory.u8(record + 8, to === undefined ? 0 : 1);
      if (to !== undefined) storeSocketAddress(memory, record + 12, to);
      data += bytes;
    });
    const outcome = this.call(
      '[method]outgoing-datagram-stream.send',
      8,
      this.outgoing,
      LIST,
      outgoing.length,
    );
    return outcome === 'ok' ? memory.words[RESULT / 4 + 2]! : outcome;
  }

  /** Sends one datagram whose data is said to be at a place. */
  sendAt(data: number, bytes: number): void {
    this.host.memory.u32(LIST, data);
    this.host.memory.u32(LIST + 4, bytes);
    this.call('[method]outgoing-datagram-stream.send', 8, this.outgoing, LIST, 1);
  }

  private create(family: 4 | 6): void {
    const socket = new FakeSocket();
    Object.assign(socket, { family });
    this.host.engine.openUdp = () => socket;
    this.host.engine.connect = () => 0;
    this.calls['create-udp-socket']!(family === 4 ? 0 : 1, RESULT);
    this.socket = this.host.memory.words[RESULT / 4 + 1]!;
  }

  private call(name: string, codeAt: number, ...args: (number | bigint)[]): 'ok' | number {
    this.calls[name]!(...args, RESULT);
    const { bytes } = this.host.memory;
    return bytes[RESULT] === 0 ? 'ok' : bytes[RESULT + codeAt]!;
  }
}
