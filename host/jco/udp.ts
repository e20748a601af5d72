/** wasi:sockets/udp and udp-create-socket for jco's code. */
import { failure } from '../engines/outcome.ts';
import { UDP_OPTIONS } from '../wasi/sockets/socket-options.ts';
import { Arrivals, sendEach } from '../wasi/sockets/udp-datagrams.ts';
import {
  type IncomingDatagrams,
  type OutgoingDatagrams,
  UdpSocket as HostSocket,
} from '../wasi/sockets/udp-socket.ts';
import { Handle } from './handle.ts';
import { Pollable } from './io.ts';
import type { Network } from './network.ts';
import { Options } from './options.ts';
import {
  type IpAddressFamily,
  type IpSocketAddress,
  bytesOf,
  familyName,
  familyOf,
  fromAddress,
  present,
  succeed,
  toAddress,
} from './values.ts';
import type { FindWorld, JcoWorld } from './world.ts';

/** wasi:sockets/udp `incoming-datagram`. */
export interface IncomingDatagram {
  data: Uint8Array;
  remoteAddress: IpSocketAddress;
}

/** wasi:sockets/udp `outgoing-datagram`; without an address it goes to the peer that the socket is connected to. */
export interface OutgoingDatagram {
  data: Uint8Array;
  remoteAddress?: IpSocketAddress;
}

const options = new Options(UDP_OPTIONS);
const arrivalsOf = new WeakMap<JcoWorld, Arrivals>();

/** Gives the buffer for received datagrams that all sockets of a world share. */
function arrivalsIn(world: JcoWorld): Arrivals {
  const arrivals = arrivalsOf.get(world) ?? new Arrivals(world.engine);
  arrivalsOf.set(world, arrivals);
  return arrivals;
}

/** wasi:sockets/udp `udp-socket`. Its methods throw error codes. */
export class UdpSocket extends Handle<HostSocket> {
  startBind(_network: Network, localAddress: IpSocketAddress): void {
    succeed(this.resource.startBind(toAddress(localAddress)));
  }

  finishBind(): void {
    succeed(this.resource.finishBind());
  }

  stream(remoteAddress: IpSocketAddress | undefined): [IncomingDatagramStream, OutgoingDatagramStream] {
    const remote = remoteAddress && toAddress(remoteAddress);
    const { incoming, outgoing } = present(this.resource.stream(remote));
    return [IncomingDatagramStream.of(this.world, incoming), OutgoingDatagramStream.of(this.world, outgoing)];
  }

  localAddress(): IpSocketAddress {
    return fromAddress(present(this.resource.localAddress()));
  }

  remoteAddress(): IpSocketAddress {
    return fromAddress(present(this.resource.remoteAddress()));
  }

  addressFamily(): IpAddressFamily {
    return familyName(this.resource.socket.family);
  }

  unicastHopLimit(): number {
    return this.option('unicast-hop-limit');
  }

  setUnicastHopLimit(value: number): void {
    this.setOption('unicast-hop-limit', value);
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

  private option(name: string): number {
    return options.get(this.world.engine, this.resource.socket, name);
  }

  private setOption(name: string, value: number | bigint): void {
    options.set(this.world.engine, this.resource.socket, name, value);
  }
}

/** wasi:sockets/udp `incoming-datagram-stream`. Its methods throw error codes. */
export class IncomingDatagramStream extends Handle<IncomingDatagrams> {
  receive(maxResults: bigint): IncomingDatagram[] {
    const arrivals = arrivalsIn(this.world);
    succeed(arrivals.receive(this.resource, bytesOf(maxResults)));
    return Array.from({ length: arrivals.count }, (_, i) => ({
      data: arrivals.data(i).slice(),
      remoteAddress: fromAddress(arrivals.sender(i)),
    }));
  }

  subscribe(): Pollable {
    return Pollable.subscribe(this.world, this.resource.subscribe());
  }
}

/** wasi:sockets/udp `outgoing-datagram-stream`. Its methods throw error codes. */
export class OutgoingDatagramStream extends Handle<OutgoingDatagrams> {
  checkSend(): bigint {
    return BigInt(succeed(this.resource.checkSend()));
  }

  send(datagrams: OutgoingDatagram[]): bigint {
    return BigInt(succeed(sendEach(this.resource, datagrams.length, (i) => this.sendOne(datagrams[i]!))));
  }

  subscribe(): Pollable {
    return Pollable.subscribe(this.world, this.resource.subscribe());
  }

  private sendOne({ data, remoteAddress }: OutgoingDatagram): number {
    const { scratch } = this.world.steps;
    if (data.length > scratch.bytes.length) return failure('datagram-too-large');
    scratch.bytes.set(data);
    return this.resource.send(scratch, 0, data.length, remoteAddress && toAddress(remoteAddress));
  }
}

/** wasi:sockets/udp. */
export const udp = { UdpSocket, IncomingDatagramStream, OutgoingDatagramStream };

/** Makes wasi:sockets/udp-create-socket. */
export function makeUdpCreateSocket(world: FindWorld) {
  return {
    createUdpSocket(addressFamily: IpAddressFamily): UdpSocket {
      const own = world();
      return UdpSocket.of(own, present(HostSocket.create(own, familyOf(addressFamily))));
    },
  };
}
