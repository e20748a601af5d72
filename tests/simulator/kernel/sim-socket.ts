import type { Address, EngineSocket } from '../../../host/engines/engine.ts';
import type { Link } from './link.ts';

/** A datagram that waits. */
export interface Datagram {
  bytes: Uint8Array;
  from: Address;
}

/** The server's end of something. */
export class SimSocket implements EngineSocket {
  readable = false;
  writable = false;
  stopped = false;
  onReady: (() => void) | undefined;
  isClosed = false;
  /** The server has been told last that it can't write now. */
  isRefused = false;
  isListening = false;
  local: Address | undefined;
  remote: Address | undefined;
  /** Connections that wait to be accepted. */
  readonly waiting: Link[] = [];
  backlog = 0;
  /** The connection that it is the server's end of. */
  link: Link | undefined;
  /** What connecting has come to. */
  connectOutcome = 0;
  readonly datagrams: Datagram[] = [];

  constructor(
    readonly kind: 'tcp' | 'udp' | 'file',
    readonly family: 4 | 6,
    private readonly wake: () => void,
  ) {}

  /** Becomes ready; the engine's wait is over. */
  become(what: 'readable' | 'writable'): void {
    this[what] = true;
    this.wake();
    this.onReady?.();
  }
}
