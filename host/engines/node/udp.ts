import { type RemoteInfo, type Socket, createSocket } from 'node:dgram';
import type { Address, MemoryView, SocketOption } from '../engine.ts';
import { hostText, readAddress } from './address.ts';
import { NodeSocket, type Owner, outcomeOfError } from './socket.ts';
import { WOULD_BLOCK, failure } from '../outcome.ts';

/** What a datagram can hold, without the headers of IP and UDP. */
const LARGEST_BYTES = { 4: 65_507, 6: 65_527 };
/** What Linux adds to the size of each datagram against a buffer of them, at least. */
const OVERHEAD_BYTES = 256;

/** Answers at once what is an address already: with it, all that `node:dgram` does before it sends is synchronous. */
function lookUpAddress(
  address: string,
  _family: unknown,
  tell: (error: null, address: string) => void,
): void {
  tell(null, address);
}

/** A UDP socket of `node:dgram`. It never stops receiving: what is more than the receive buffer is dropped, as anywhere. */
export class NodeUdp extends NodeSocket {
  private socket: Socket;
  private readonly queue: { data: Buffer; from: RemoteInfo }[] = [];
  private held = 0;
  private isBound = false;
  /** The address that it was bound to: while it is connected the system may tell another. */
  private asked: number[] = [];
  private remote: Address | undefined;
  /** What went wrong since it was asked last, below 0. */
  private failure = 0;

  constructor(owner: Owner, family: 4 | 6) {
    super(owner, family);
    this.writable = true;
    this.socket = this.open();
  }

  override bind(address: Address): number {
    this.socket.bind({ address: hostText(address), port: address.port, exclusive: true });
    if (this.failure < 0) return this.takeFailure();
    this.isBound = true;
    this.asked = address.parts;
    for (const option of ['hopLimit', 'receiveBufferBytes', 'sendBufferBytes'] as const) this.apply(option);
    return 0;
  }

  override connect(address: Address): number {
    this.socket.connect(address.port, hostText(address), this.onConnect as never);
    try {
      this.socket.remoteAddress();
    } catch {
      return failure('remote-unreachable'); // why is told later, and there is hardly another reason
    }
    this.remote = { ...address, flowInfo: 0 };
    return 0;
  }

  /** Linux gives a port back that was not asked for by number, and Node binds no socket twice: then another takes its place. */
  disconnect(): number {
    const before = this.localAddress();
    this.socket.disconnect();
    this.remote = undefined;
    if (this.localAddress().port === before.port) return 0;
    this.socket.close();
    this.socket = this.open();
    return this.bind({ ...before, parts: this.asked });
  }

  /** A datagram's bytes are cut to what there is room for. */
  receiveFrom(memory: MemoryView, pointer: number, bytes: number, sender: Address): number {
    if (this.failure < 0) return this.takeFailure();
    const next = this.queue.shift();
    this.readable = this.queue.length > 0;
    if (next === undefined) return WOULD_BLOCK;
    const { data, from } = next;
    this.held -= data.length + OVERHEAD_BYTES;
    readAddress(from.address, from.port, sender);
    return data.copy(memory.bytes, pointer, 0, bytes);
  }

  /** What becomes of a datagram is told later, as a failure of the next call, if it fails. */
  sendTo(memory: MemoryView, pointer: number, bytes: number, to: Address | undefined): number {
    if (bytes > LARGEST_BYTES[this.family]) return failure('datagram-too-large');
    if ((to === undefined) !== (this.remote !== undefined)) return failure('invalid-argument');
    if (this.failure < 0) return this.takeFailure();
    if (!this.writable) return WOULD_BLOCK;
    const data = Buffer.from(memory.bytes.subarray(pointer, pointer + bytes));
    if (to === undefined) this.socket.send(data, this.onSent);
    else this.socket.send(data, to.port, hostText(to), this.onSent);
    this.writable = this.socket.getSendQueueSize() < this.options.get('sendBufferBytes');
    return bytes;
  }

  override localAddress(): Address {
    const { address, port } = this.socket.address();
    return readAddress(address, port);
  }

  override remoteAddress(): Address | number {
    return this.remote ?? super.remoteAddress();
  }

  override setOption(option: SocketOption, value: number): number {
    super.setOption(option, value);
    if (this.isBound) this.apply(option);
    return 0;
  }

  close(): void {
    if (this.owner.remove(this)) this.socket.close();
  }

  /** The system cuts sizes to its own limits: they are kept as they were asked for. */
  private apply(option: SocketOption): void {
    if (!this.options.has(option)) return;
    const value = this.options.get(option);
    if (option === 'hopLimit') this.socket.setTTL(value);
    else if (option === 'receiveBufferBytes') this.socket.setRecvBufferSize(value);
    else if (option === 'sendBufferBytes') this.socket.setSendBufferSize(value);
  }

  private open(): Socket {
    const isIpv6 = this.family === 6;
    const lookup = lookUpAddress as never;
    const socket = createSocket({ type: isIpv6 ? 'udp6' : 'udp4', ipv6Only: isIpv6, lookup });
    return socket.on('message', this.onMessage).on('error', this.onError);
  }

  private takeFailure(): number {
    const { failure: outcome } = this;
    this.failure = 0;
    this.readable = this.queue.length > 0;
    return outcome;
  }

  private fail(error: Error): void {
    this.failure = outcomeOfError(error);
    this.readable = true;
    this.ready();
  }

  private readonly onConnect = (error?: Error): void => void error; // else it would be an event

  private readonly onError = (error: Error): void => this.fail(error);

  private readonly onSent = (error: Error | null): void => {
    if (error) this.fail(error);
    if (this.writable) return;
    this.writable = true;
    this.ready();
  };

  private readonly onMessage = (data: Buffer, from: RemoteInfo): void => {
    const bytes = data.length + OVERHEAD_BYTES;
    if (this.held > 0 && this.held + bytes > this.options.get('receiveBufferBytes')) return;
    this.held += bytes;
    this.queue.push({ data, from });
    this.readable = true;
    this.ready();
  };
}
