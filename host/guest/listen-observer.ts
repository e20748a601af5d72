/** Where a guest listens, or why it does not. */
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

/** Observes where one guest listens. It reports when the guest waits: a socket that is closed before that is not reported. */
export class ListenObserver {
  /** Why the last attempt to listen failed. */
  failure: ListenFailure | undefined;
  /** Whether it listened when it waited. */
  isReady = false;
  private readonly unreported = new Map<EngineSocket, Report & { type: 'listening' }>();
  private readonly reported = new Map<EngineSocket, ListenAddress>();

  constructor(
    private readonly engine: Engine,
    private readonly report: (report: Report) => void,
  ) {}

  /** A socket listens. `asked`: the address that the guest asked for, whose port may be 0. */
  add(socket: EngineSocket, asked: Address, protocol: 'tcp' | 'udp'): void {
    const local = this.engine.localAddress(socket);
    if (typeof local === 'number') return;
    const { port } = local;
    const address: ListenAddress = { address: formatIp(local), family: `IPv${local.family}`, port, protocol };
    const found = asked.port === 0 ? { found: ephemeralPort(asked, port) } : {};
    this.unreported.set(socket, { type: 'listening', address, ...found });
  }

  /** An address could not be bound or listened on. */
  fail(asked: Address, outcome: number): void {
    this.failure = {
      kind: 'listen',
      code: CODES.get(outcome) ?? 'ERR_LISTEN',
      address: formatIp(asked),
      port: asked.port,
    };
  }

  /** A socket is closed, which may listen. */
  remove(socket: EngineSocket): void {
    this.unreported.delete(socket);
    const address = this.reported.get(socket);
    this.reported.delete(socket);
    if (address === undefined || socket.stopped) return; // by a drain: the guest that replaces this one may listen there
    this.report({ type: 'listening-ended', address });
  }

  /** Reports the sockets that listen since the last wait. */
  beforeWait(): void {
    if (this.unreported.size === 0) return;
    for (const [socket, report] of this.unreported) {
      this.report(report);
      this.reported.set(socket, report.address);
    }
    this.unreported.clear();
    if (!this.isReady) this.report({ type: 'ready' });
    this.isReady = true;
  }
}
