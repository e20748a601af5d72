/** Counts what a guest's sockets do, keeps their limits, and reports what the program wants to know. */
import type { Address, Engine, EngineSocket } from '../engines/engine.ts';
import { type Connection, type Report, EVENT_BITS } from '../events.ts';
import { AT } from '../metrics.ts';
import { formatIp } from '../net/ip-address.ts';
import type { ResourceTable } from '../wasi/resources.ts';
import type { SocketObserver } from '../wasi/sockets/observer.ts';
import { type EphemeralPort, EphemeralPorts } from './ephemeral-ports.ts';
import { ListenObserver } from './listen-observer.ts';
import { Stopped } from './stopped.ts';

/** What an observer of one guest needs. */
export interface ObserverOptions {
  /** In the order of `AT`. */
  readonly counters: Float64Array;
  readonly resources: ResourceTable;
  readonly maxConnections: number;
  readonly maxSockets: number;
  /** The ports that another guest was given where it asked for port 0. */
  readonly found: readonly EphemeralPort[];
  /** Which reports are wanted: bits of EVENT_BITS. */
  eventMask(): number;
  report(report: Report): void;
}

/** Observes the sockets of one guest. */
export class GuestObserver implements SocketObserver {
  readonly listenObserver: ListenObserver;
  private readonly counters: Float64Array;
  private readonly ports: EphemeralPorts;
  /** The open connections, with their description where an event of them was wanted when they opened. */
  private readonly connections = new Map<EngineSocket, Connection | undefined>();
  private readonly sockets = new Set<EngineSocket>();
  /** How many files and folders are open. */
  private files = 0;
  private lastId = 0;
  /** While it is drained without being told: whether clients are still to come. */
  private awaitsClients: (() => boolean) | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly options: ObserverOptions,
  ) {
    this.counters = options.counters;
    this.ports = new EphemeralPorts(options.found);
    this.listenObserver = new ListenObserver(engine, (report) => options.report(report));
  }

  mayOpen(): boolean {
    return this.sockets.size + this.files < this.options.maxSockets;
  }

  opened(socket: EngineSocket): void {
    this.sockets.add(socket);
  }

  addressToBind(asked: Address): Address {
    return this.ports.apply(asked);
  }

  listening(socket: EngineSocket, asked: Address, protocol: 'tcp' | 'udp'): void {
    this.listenObserver.add(socket, asked, protocol);
  }

  listenFailed(asked: Address, outcome: number): void {
    this.endIfEmpty(); // it is drained, which it is not told
    this.listenObserver.fail(asked, outcome);
  }

  admit(socket: EngineSocket): boolean {
    if (this.connections.size < this.options.maxConnections) {
      this.counters[AT.accepted]!++;
      this.sockets.add(socket);
      this.open(socket, 'accepted');
      return true;
    }
    this.counters[AT.refused]!++;
    if (this.options.eventMask() & EVENT_BITS.refused)
      this.options.report({ type: 'refused', connection: this.describe(socket, 'accepted') });
    return false;
  }

  connected(socket: EngineSocket): void {
    this.counters[AT.connected]!++;
    this.open(socket, 'connected');
  }

  received(bytes: number): void {
    this.counters[AT.bytesIn]! += bytes;
  }

  sent(bytes: number): void {
    this.counters[AT.bytesOut]! += bytes;
  }

  closed(socket: EngineSocket): void {
    this.sockets.delete(socket);
    const connection = this.connections.get(socket);
    if (!this.connections.delete(socket)) return this.listenObserver.remove(socket);
    this.counters[AT.open] = this.connections.size;
    if (connection !== undefined && this.options.eventMask() & EVENT_BITS.disconnection)
      this.options.report({ type: 'disconnection', connection });
  }

  fileOpened(): void {
    this.files++;
  }

  fileClosed(): void {
    this.files--;
  }

  endWhenEmpty(awaitsClients = (): boolean => false): void {
    this.awaitsClients = awaitsClients;
  }

  beforeWait(): void {
    this.endIfEmpty();
    this.counters[AT.polls]!++;
    this.counters[AT.handles] = this.options.resources.size;
    this.listenObserver.beforeWait();
  }

  end(): void {
    this.connections.clear();
    this.counters[AT.open] = 0;
  }

  private endIfEmpty(): void {
    if (this.connections.size === 0 && this.awaitsClients?.() === false) throw new Stopped();
  }

  private open(socket: EngineSocket, direction: Connection['direction']): void {
    this.lastId++;
    const eventMask = this.options.eventMask();
    const isWanted = (eventMask & (EVENT_BITS.connection | EVENT_BITS.disconnection)) !== 0;
    const connection = isWanted ? this.describe(socket, direction) : undefined;
    this.connections.set(socket, connection);
    this.counters[AT.open] = this.connections.size;
    if (connection !== undefined && eventMask & EVENT_BITS.connection)
      this.options.report({ type: 'connection', connection });
  }

  private describe(socket: EngineSocket, direction: Connection['direction']): Connection {
    const remote = this.engine.remoteAddress(socket);
    const isGone = typeof remote === 'number';
    return {
      id: this.lastId,
      direction,
      remoteAddress: isGone ? '' : formatIp(remote),
      remotePort: isGone ? 0 : remote.port,
    };
  }
}
