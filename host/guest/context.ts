/** What is between a guest and the program wherever the guest runs: its permissions, counters, output, and how it ended. */
import type { Engine } from '../engines/engine.ts';
import { EXIT_TRAP, GuestTrap } from './instance.ts';
import { GuestOutput, type OpenOutput } from './output.ts';
import { AT } from '../metrics.ts';
import type { ListenFailure } from '../errors.ts';
import { type Ending, EVENT_BITS, type Report } from '../events.ts';
import { failureOf } from './failure.ts';
import type { GuestSetup } from '../runners/runner.ts';
import { GuestObserver } from './observer.ts';
import { Stopped } from './stopped.ts';
import { Exit, type Host } from '../wasi/host.ts';
import { formatAddress, formatIp } from '../net/ip-address.ts';
import { type DeniedListener, Permissions } from '../permissions/permissions.ts';
import { ResourceTable } from '../wasi/resources.ts';

/** How one guest is seen by its program. */
export interface GuestOwner {
  /** In the order of `AT`. */
  readonly counters: Float64Array;
  /** Which reports are wanted: bits of EVENT_BITS. */
  eventMask(): number;
  report(report: Report): void;
  /** Opens where what the guest says goes. */
  readonly openOutput: OpenOutput;
}

/** Watches one guest. */
export class GuestContext {
  /** What the guest's host is to have of it. */
  readonly parts: Pick<Host, 'args' | 'env' | 'permissions' | 'resources' | 'stdio'> & {
    permissions: Permissions;
  };
  private readonly output: GuestOutput;
  private observer: GuestObserver | undefined;
  private denied: ListenFailure | undefined;

  constructor(
    private readonly setup: GuestSetup,
    private readonly program: GuestOwner,
  ) {
    this.output = new GuestOutput(setup, program.openOutput);
    this.parts = {
      args: setup.args,
      env: setup.env,
      permissions: new Permissions(setup.grants, this.onDenied),
      resources: new ResourceTable(setup.maxHandles),
      stdio: this.output.stdio,
    };
  }

  /** Makes the observer of the guest's sockets, which are the engine's. */
  observe(engine: Engine): GuestObserver {
    const { setup, program } = this;
    return (this.observer = new GuestObserver(engine, {
      counters: program.counters,
      resources: this.parts.resources,
      maxConnections: setup.maxConnections,
      maxSockets: setup.maxSockets,
      found: setup.ports.found,
      eventMask: () => program.eventMask(),
      report: (report) => program.report(report),
    }));
  }

  /** It ended by itself. */
  ended(exitCode: number): Ending {
    return { exitCode, stderrTail: this.output.stderrTail, ...this.refusal() };
  }

  /** Something was thrown through it, or kept it from starting. */
  failed(error: Error): Ending {
    if (error instanceof Stopped) return { exitCode: 0, stderrTail: this.output.stderrTail };
    if (error instanceof Exit) return this.ended(error.code ?? 1); // by a start function
    const exitCode = error instanceof GuestTrap ? EXIT_TRAP : 1;
    return { exitCode, failure: failureOf(error), stderrTail: this.output.stderrTail, ...this.refusal() };
  }

  private readonly onDenied: DeniedListener = (use, target) => {
    this.program.counters[AT.denied]!++;
    if (use === 'listen' && typeof target !== 'string')
      this.denied = {
        kind: 'listen',
        code: 'ERR_ACCESS_DENIED',
        address: formatIp(target),
        port: target.port,
      };
    if ((this.program.eventMask() & EVENT_BITS.denied) === 0) return;
    const text = typeof target === 'string' ? target : formatAddress(target);
    this.program.report({ type: 'denied', denial: { use, target: text } });
  };

  /** Why it could not listen, if it has not after all. */
  private refusal(): { listenFailure?: ListenFailure } {
    const last = this.denied ?? this.observer?.listenObserver.failure;
    return last === undefined || this.observer?.listenObserver.isReady ? {} : { listenFailure: last };
  }
}
