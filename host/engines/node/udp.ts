import { type RemoteInfo, type Socket, createSocket } from 'node:dgram';
import type { Address, MemoryView, SocketOption } from '../engine.ts';
import { hostText, readAddress } from './address.ts';
import { NodeSocket, type Owner, outcomeOfError } from './socket.ts';
import { WOULD_BLOCK, failure } from '../outcome.ts';

/** The longest payload of a datagram, by family. */
const MAX_PAYLOAD_BYTES = { 4: 65_507, 6: 65_527 };
/** The least that Linux counts against the receive buffer for a datagram in addition to its payload. */
const OVERHEAD_BYTES = 256;
/** The most bytes queued in each direction, whatever buffer sizes a guest sets: they take the program's memory. */
const MAX_QUEUED_BYTES = 2 ** 20;

/** Answers a look-up of an address with that address at once, so that `node:dgram` sends and binds synchronously. */
function lookUpAddress(
  address: string,
  _family: unknown,
  callback: (error: null, address: string) => void,
): void {
  callback(null, address);
}

/** A UDP socket on `node:dgram`. Node never stops receiving: datagrams beyond the receive buffer are dropped, as the system does. */
export class NodeUdp extends NodeSocket {
  private socket: Socket;
  private readonly queue: { data: Buffer; from: RemoteInfo }[] = [];
  private queuedBytes = 0;
  private isBound = false;
  /** The address that `bind` was given: a connected socket may have a more specific one. */
  private boundParts: number[] = [];
  private remote: Address | undefined;
  /** The outcome of a failure that the guest has not been told, below 0; 0: none. */
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
    this.boundParts = address.parts;
    for (const option of ['hopLimit', 'receiveBufferBytes', 'sendBufferBytes'] as const) this.apply(option);
    return 0;
  }

  override connect(address: Address): number {
    this.socket.connect(address.port, hostText(address), this.onConnect as never);
    try {
      this.socket.remoteAddress();
    } catch {
      return failure('remote-unreachable'); // Node reports the error later; it is hardly ever another one
    }
    this.remote = { ...address, flowInfo: 0 };
    return 0;
  }

  /** Disconnects. Linux then frees an ephemeral port, and Node binds no socket twice: a new socket takes over that port. */
  disconnect(): number {
    const before = this.localAddress();
    this.socket.disconnect();
    this.remote = undefined;
    if (this.localAddress().port === before.port) return 0;
    this.socket.close();
    this.socket = this.open();
    return this.bind({ ...before, parts: this.boundParts });
  }

  /** Receives a datagram; it is cut to `bytes` bytes. */
  receiveFrom(memory: MemoryView, pointer: number, bytes: number, sender: Address): number {
    if (this.failure < 0) return this.takeFailure();
    const next = this.queue.shift();
    this.readable = this.queue.length > 0;
    if (next === undefined) return WOULD_BLOCK;
    const { data, from } = next;
    this.queuedBytes -= data.length + OVERHEAD_BYTES;
    readAddress(from.address, from.port, sender);
    return data.copy(memory.bytes, pointer, 0, bytes);
  }

  /** Sends a datagram. If sending fails later, the next call reports that failure. */
  sendTo(memory: MemoryView, pointer: number, bytes: number, to: Address | undefined): number {
    if (bytes > MAX_PAYLOAD_BYTES[this.family]) return failure('datagram-too-large');
    if ((to === undefined) !== (this.remote !== undefined)) return failure('invalid-argument');
    if (this.failure < 0) return this.takeFailure();
    if (!this.writable) return WOULD_BLOCK;
    const data = Buffer.from(memory.bytes.subarray(pointer, pointer + bytes));
    if (to === undefined) this.socket.send(data, this.onSent);
    else this.socket.send(data, to.port, hostText(to), this.onSent);
    this.writable = this.socket.getSendQueueSize() < this.queueLimit('sendBufferBytes');
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

  /** Sets an option on Node's socket. The system may limit a size; `getOption` gives the value that was asked for. */
  private apply(option: SocketOption): void {
    if (!this.options.has(option)) return;
    const value = this.options.get(option);
    if (option === 'hopLimit') this.socket.setTTL(value);
    else if (option === 'receiveBufferBytes') this.socket.setRecvBufferSize(value);
    else if (option === 'sendBufferBytes') this.socket.setSendBufferSize(value);
  }

  private queueLimit(option: 'receiveBufferBytes' | 'sendBufferBytes'): number {
    return Math.min(this.options.get(option), MAX_QUEUED_BYTES);
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
    this.reportReady();
  }

  private readonly onConnect = (error?: Error): void => void error; // without a callback Node would emit 'error'

  private readonly onError = (error: Error): void => this.fail(error);

  private readonly onSent = (error: Error | null): void => {
    if (error) this.fail(error);
    if (this.writable) return;
    this.writable = true;
    this.reportReady();
  };

  private readonly onMessage = (data: Buffer, from: RemoteInfo): void => {
    const bytes = data.length + OVERHEAD_BYTES;
    if (this.queuedBytes > 0 && this.queuedBytes + bytes > this.queueLimit('receiveBufferBytes')) return;
    this.queuedBytes += bytes;
    this.queue.push({ data, from });
    this.readable = true;
    this.reportReady();
  };
}
