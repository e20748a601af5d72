/** Learns from what a guest asks its engine where it listens, and why it could not. */
import type { Address, Engine, EngineSocket } from '../engines/engine.ts';
import { failure } from '../engines/outcome.ts';
import { ephemeralPort } from './ephemeral-ports.ts';
import type { ListenFailure } from '../errors.ts';
import type { ListenAddress, Report } from '../events.ts';
import { formatIp } from '../net/ip-address.ts';

/** Node's names for why an address can't be listened on. */
const CODES = new Map<number, string>([
  [failure('address-in-use'), 'EADDRINUSE'],
  [failure('access-denied'), 'EACCES'],
  [failure('address-not-bindable'), 'EADDRNOTAVAIL'],
  [failure('new-socket-limit'), 'EMFILE'],
  [failure('not-supported'), 'EAFNOSUPPORT'],
  [failure('out-of-memory'), 'ENOMEM'],
  [failure('invalid-argument'), 'EINVAL'],
]);

/** Where one guest listens. Reports are made when it waits: what it closes again before never was. */
export class ListenObserver {
  /** Why the last attempt to listen failed. */
  refusal: ListenFailure | undefined;
  /** Whether it has listened and waited. */
  isReady = false;
  /** What TCP sockets were bound to that do not listen yet. */
  private readonly bound = new Map<EngineSocket, Address>();
  private readonly unreported = new Map<EngineSocket, Report & { type: 'listening' }>();
  private readonly reported = new Map<EngineSocket, ListenAddress>();

  constructor(
    private readonly engine: Engine,
    private readonly report: (report: Report) => void,
  ) {}

  /** A socket was bound, or not; a UDP socket listens from then on if it is meant to. */
  onBind(
    socket: EngineSocket,
    asked: Address,
    outcome: number,
    isListeningUdp: boolean,
    isUdp: boolean,
  ): void {
    if (outcome < 0) this.refuse(asked, outcome);
    else if (isListeningUdp) this.note(socket, asked, 'udp');
    else if (!isUdp) this.bound.set(socket, asked);
  }

  onListen(socket: EngineSocket, outcome: number): void {
    const asked = this.bound.get(socket);
    if (asked === undefined) return;
    if (outcome < 0) return this.refuse(asked, outcome);
    this.bound.delete(socket);
    this.note(socket, asked, 'tcp');
  }

  onClose(socket: EngineSocket): void {
    this.bound.delete(socket);
    this.unreported.delete(socket);
    const address = this.reported.get(socket);
    this.reported.delete(socket);
    if (address === undefined || socket.stopped) return; // by a drain: others may follow there
    this.report({ type: 'listening-ended', address });
  }

  onWait(): void {
    if (this.unreported.size === 0) return;
    for (const [socket, report] of this.unreported) {
      this.report(report);
      this.reported.set(socket, report.address);
    }
    this.unreported.clear();
    if (!this.isReady) this.report({ type: 'ready' });
    this.isReady = true;
  }

  private note(socket: EngineSocket, asked: Address, protocol: 'tcp' | 'udp'): void {
    const local = this.engine.localAddress(socket);
    if (typeof local === 'number') return;
    const { port } = local;
    const address: ListenAddress = { address: formatIp(local), family: `IPv${local.family}`, port, protocol };
    const found = asked.port === 0 ? { found: ephemeralPort(asked, port) } : {};
    this.unreported.set(socket, { type: 'listening', address, ...found });
  }

  private refuse(asked: Address, outcome: number): void {
    this.refusal = {
      kind: 'listen',
      code: CODES.get(outcome) ?? 'ERR_LISTEN',
      address: formatIp(asked),
      port: asked.port,
    };
  }
}
