import type { Pollable } from '../../../host/wasi/poll/pollable.ts';
import type { Resource } from '../../../host/wasi/resources.ts';
import { InputStream } from '../../../host/wasi/io/stream.ts';
import { TcpSocket } from '../../../host/wasi/sockets/tcp-socket.ts';
import { TimerPollable } from '../../../host/wasi/poll/timers.ts';
import type { SimSocket } from '../kernel/sim-socket.ts';

/** Knows which resource belongs to which connection, so that traces and faults can name it. */
export class Names {
  private readonly sockets = new WeakMap<Resource, TcpSocket>();
  private readonly pollables = new WeakMap<Pollable, Resource>();

  /** A connection's streams are its socket's. */
  learn(tcp: TcpSocket): void {
    this.sockets.set(tcp.input!, tcp);
    this.sockets.set(tcp.output!, tcp);
  }

  learnPollable(pollable: Pollable, of: Resource): void {
    this.pollables.set(pollable, of);
  }

  /** The socket of a stream; undefined: it is no connection's. */
  socketOf(stream: Resource): TcpSocket | undefined {
    return this.sockets.get(stream);
  }

  /** The name of the connection that a stream belongs to. */
  of(stream: Resource): string | undefined {
    const socket = this.socketOf(stream)?.socket as SimSocket | undefined;
    return socket?.link?.name;
  }

  ofPollable(pollable: Pollable): string {
    if (pollable instanceof TimerPollable) return 'timer';
    const resource = this.pollables.get(pollable);
    if (resource === undefined) return 'something';
    if (resource instanceof TcpSocket) {
      const { isListening, link } = resource.socket as SimSocket;
      return isListening ? 'listener' : (link?.name ?? 'connecting');
    }
    const name = this.of(resource);
    if (name === undefined) return resource.constructor.name;
    return resource instanceof InputStream ? `${name} to read` : `${name} to write`;
  }
}
