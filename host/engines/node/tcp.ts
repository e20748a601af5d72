import * as net from 'node:net';
import type { Address } from '../engine.ts';
import { hostText, readAddress } from './address.ts';
import { errorNumberOf, outcomeOfError } from './socket.ts';
import { NodeStream } from './stream.ts';
import { INVALID_STATE, WOULD_BLOCK, failure, outcomeOfConnect } from '../outcome.ts';

/** A socket that is bound, and neither listens nor is connected; in Node from 24.19 and 26.4 on. */
interface BoundSocket {
  address(): net.AddressInfo;
  close(): void;
}
type BoundSocketClass = new (options: { host: string; port: number; ipv6Only: boolean }) => BoundSocket;

/** Node's class of bound sockets; undefined where Node can't bind without listening or connecting. */
export const { BoundSocket } = net as unknown as { BoundSocket?: BoundSocketClass };

/** A TCP socket, which has an object of Node's only once it is bound, listens or connects. */
export class NodeTcp extends NodeStream {
  private bound: BoundSocket | undefined;
  /** The address that it was bound to: a bound or closed object of Node's does not give it. */
  private local: Address | undefined;
  private server: net.Server | undefined;
  private backlog = 0;
  /** Connections that Node has accepted and the guest has not. */
  private queue: NodeTcp[] = [];
  private connectOutcome = INVALID_STATE;
  /** What accepting comes to once it is stopped. */
  private stopOutcome = INVALID_STATE;

  override bind(address: Address): number {
    if (this.bound || this.server || this.stream) return INVALID_STATE;
    const options = { host: hostText(address), port: address.port, ipv6Only: this.family === 6 };
    try {
      this.bound = new BoundSocket!(options);
    } catch (error) {
      return outcomeOfError(error as Error);
    }
    const { address: host, port } = this.bound.address();
    this.local = readAddress(host, port);
    return 0;
  }

  /** Listens. Node accepts every connection at once: at most `backlog` of them wait here for the guest, further ones are reset. */
  listen(backlog: number): number {
    this.backlog = backlog;
    if (this.server) return 0;
    if (!this.bound) return INVALID_STATE;
    this.server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true });
    this.server.on('connection', this.onConnection).on('error', () => {});
    this.server.listen(this.bound as never, backlog);
    this.bound = undefined;
    // Node reports the error only later; once a socket is bound no other is left.
    return this.server.listening ? 0 : failure('address-in-use');
  }

  accept(): NodeTcp | number {
    if (this.stopped) return this.stopOutcome;
    if (!this.server) return INVALID_STATE;
    const accepted = this.queue.shift();
    this.readable = this.queue.length > 0;
    if (accepted === undefined) return WOULD_BLOCK;
    accepted.options = this.options.inherited();
    accepted.connected();
    accepted.stream!.resume();
    return accepted;
  }

  override connect(address: Address): number {
    if (this.server || this.stream) return INVALID_STATE;
    const stream = new net.Socket({ handle: this.bound, allowHalfOpen: true } as net.SocketConstructorOpts);
    this.bound = undefined;
    this.connectOutcome = WOULD_BLOCK;
    stream.setNoDelay().once('connect', () => {
      this.connectOutcome = 0;
      this.connected();
      this.reportReady();
    });
    this.attach(stream);
    stream.connect({ host: hostText(address), port: address.port });
    return WOULD_BLOCK;
  }

  finishConnect(): number {
    if (this.isConnected || this.failure === 0) return this.connectOutcome;
    return this.failure;
  }

  override localAddress(): Address | number {
    if (this.stopped) return INVALID_STATE;
    const current = super.localAddress();
    return typeof current === 'number' ? (this.local ?? current) : current;
  }

  override stopListening(isTold: boolean): void {
    if (!this.server || this.stopped) return;
    this.closeServer();
    this.stopped = true;
    this.stopOutcome = isTold ? INVALID_STATE : WOULD_BLOCK;
    this.readable = isTold;
    if (isTold) this.reportReady();
  }

  override close(isReset = false): void {
    this.bound?.close();
    this.bound = undefined;
    if (this.server) this.closeServer();
    super.close(isReset);
  }

  protected override outcomeOf(error: Error): number {
    const isConnecting = this.connectOutcome === WOULD_BLOCK;
    return isConnecting ? outcomeOfConnect(errorNumberOf(error)) : super.outcomeOf(error);
  }

  private closeServer(): void {
    this.server!.close();
    for (const waiting of this.queue) waiting.reset();
    this.queue = [];
  }

  private reset(): void {
    this.stream!.resetAndDestroy();
    this.close();
  }

  private readonly onConnection = (stream: net.Socket): void => {
    const accepted = new NodeTcp(this.owner, this.family);
    accepted.attach(stream);
    if (this.queue.length >= this.backlog || this.owner.isFull) return accepted.reset();
    this.queue.push(accepted);
    this.readable = true;
    this.reportReady();
  };
}
