/** wasi:sockets/tcp and tcp-create-socket for jco's code. */
import { TCP_OPTIONS } from '../wasi/sockets/socket-options.ts';
import { TcpSocket as HostSocket } from '../wasi/sockets/tcp-socket.ts';
import { Handle } from './handle.ts';
import { InputStream, OutputStream, Pollable } from './io.ts';
import type { Network } from './network.ts';
import { Options } from './options.ts';
import {
  type IpAddressFamily,
  type IpSocketAddress,
  familyName,
  familyOf,
  fromAddress,
  present,
  succeed,
  toAddress,
} from './values.ts';
import type { FindWorld } from './world.ts';

/** wasi:sockets/tcp `shutdown-type`. */
export type ShutdownType = 'receive' | 'send' | 'both';

const options = new Options(TCP_OPTIONS);

/** wasi:sockets/tcp `tcp-socket`. Its methods throw error codes. */
export class TcpSocket extends Handle<HostSocket> {
  startBind(_network: Network, localAddress: IpSocketAddress): void {
    succeed(this.resource.startBind(toAddress(localAddress)));
  }

  finishBind(): void {
    succeed(this.resource.finishBind());
  }

  startConnect(_network: Network, remoteAddress: IpSocketAddress): void {
    succeed(this.resource.startConnect(toAddress(remoteAddress)));
  }

  finishConnect(): [InputStream, OutputStream] {
    succeed(this.resource.finishConnect());
    return this.openStreams();
  }

  startListen(): void {
    succeed(this.resource.startListen());
  }

  finishListen(): void {
    succeed(this.resource.finishListen());
  }

  accept(): [TcpSocket, InputStream, OutputStream] {
    const accepted = TcpSocket.of(this.world, present(this.resource.accept()));
    return [accepted, ...accepted.openStreams()];
  }

  localAddress(): IpSocketAddress {
    return fromAddress(present(this.resource.localAddress()));
  }

  remoteAddress(): IpSocketAddress {
    return fromAddress(present(this.resource.remoteAddress()));
  }

  isListening(): boolean {
    return this.resource.state === 'listening';
  }

  addressFamily(): IpAddressFamily {
    return familyName(this.resource.socket.family);
  }

  setListenBacklogSize(value: bigint): void {
    succeed(this.resource.setBacklog(value));
  }

  keepAliveEnabled(): boolean {
    return this.option('keep-alive-enabled') !== 0;
  }

  setKeepAliveEnabled(value: boolean): void {
    this.setOption('keep-alive-enabled', value ? 1 : 0);
  }

  keepAliveIdleTime(): bigint {
    return BigInt(this.option('keep-alive-idle-time'));
  }

  setKeepAliveIdleTime(value: bigint): void {
    this.setOption('keep-alive-idle-time', value);
  }

  keepAliveInterval(): bigint {
    return BigInt(this.option('keep-alive-interval'));
  }

  setKeepAliveInterval(value: bigint): void {
    this.setOption('keep-alive-interval', value);
  }

  keepAliveCount(): number {
    return this.option('keep-alive-count');
  }

  setKeepAliveCount(value: number): void {
    this.setOption('keep-alive-count', value);
  }

  hopLimit(): number {
    return this.option('hop-limit');
  }

  setHopLimit(value: number): void {
    this.setOption('hop-limit', value);
  }

  receiveBufferSize(): bigint {
    return BigInt(this.option('receive-buffer-size'));
  }

  setReceiveBufferSize(value: bigint): void {
    this.setOption('receive-buffer-size', value);
  }

  sendBufferSize(): bigint {
    return BigInt(this.option('send-buffer-size'));
  }

  setSendBufferSize(value: bigint): void {
    this.setOption('send-buffer-size', value);
  }

  subscribe(): Pollable {
    return Pollable.subscribe(this.world, this.resource.subscribe());
  }

  shutdown(shutdownType: ShutdownType): void {
    succeed(this.resource.shutdown(shutdownType !== 'send', shutdownType !== 'receive'));
  }

  private openStreams(): [InputStream, OutputStream] {
    const { input, output } = this.resource.open();
    return [InputStream.of(this.world, input), OutputStream.of(this.world, output)];
  }

  private option(name: string): number {
    return options.get(this.world.engine, this.resource.optionSocket, name);
  }

  private setOption(name: string, value: number | bigint): void {
    options.set(this.world.engine, this.resource.optionSocket, name, value);
  }
}

/** wasi:sockets/tcp. */
export const tcp = { TcpSocket };

/** Makes wasi:sockets/tcp-create-socket. */
export function makeTcpCreateSocket(world: FindWorld) {
  return {
    createTcpSocket(addressFamily: IpAddressFamily): TcpSocket {
      const own = world();
      return TcpSocket.of(own, present(HostSocket.create(own, familyOf(addressFamily))));
    },
  };
}
