/** What is between a guest and the program wherever the guest runs: its permissions, counters, output, and how it ended. */
import { ComponentError } from './component.ts';
import type { Engine } from './engines/engine.ts';
import { EXIT_TRAP, GuestTrap } from './guest.ts';
import { GuestOutput, type OpenOutput } from './guest-output.ts';
import { AT } from './metrics.ts';
import { type Ending, type Problem, type Refusal, type Report, WANTED } from './reports.ts';
import type { GuestSetup } from './runner.ts';
import { WatchedEngine } from './watched-engine.ts';
import type { Host } from './wasi/host.ts';
import { formatAddress, formatIp } from './wasi/ip-text.ts';
import { type DeniedListener, Permissions } from './wasi/permissions.ts';
import { ResourceTable } from './wasi/resources.ts';

/** How one guest is seen by its program. */
export interface Program {
  /** In the order of `AT`. */
  readonly counters: Float64Array;
  /** Which reports are wanted: bits of WANTED. */
  wanted(): number;
  report(report: Report): void;
  /** Opens where what the guest says goes. */
  readonly openOutput: OpenOutput;
}

/** Thrown through a guest that is wanted to end. */
export class Stopped extends Error {}

/** Watches one guest. */
export class GuestWatch {
  /** What the guest's host is to have of it. */
  readonly parts: Pick<Host, 'args' | 'env' | 'permissions' | 'resources' | 'stdio'> & {
    permissions: Permissions;
  };
  private readonly output: GuestOutput;
  private engine: WatchedEngine | undefined;
  private denied: Refusal | undefined;

  constructor(
    private readonly setup: GuestSetup,
    private readonly program: Program,
  ) {
    this.output = new GuestOutput(setup, program.openOutput);
    this.parts = {
      args: setup.args,
      env: setup.env,
      permissions: new Permissions(setup.grants, this.onDenied),
      resources: new ResourceTable(setup.mostHandles),
      stdio: this.output.stdio,
    };
  }

  /** Gives the engine that the guest is to have in place of that one. */
  watch(inner: Engine): WatchedEngine {
    const { setup, program } = this;
    const { counters } = program;
    const { permissions, resources } = this.parts;
    return (this.engine = new WatchedEngine(inner, {
      counters,
      mostConnections: setup.mostConnections,
      mostSockets: setup.mostSockets,
      found: setup.ports.found,
      wanted: () => program.wanted(),
      report: (report) => program.report(report),
      mayListen: (address) => permissions.mayListen(address),
      onWait: () => {
        counters[AT.handles] = resources.size;
      },
    }));
  }

  /** It ended by itself. */
  ended(exitCode: number): Ending {
    return { exitCode, said: this.output.said, ...this.refusal() };
  }

  /** Something was thrown through it, or kept it from starting. */
  failed(error: Error): Ending {
    if (error instanceof Stopped) return { exitCode: 0, said: this.output.said };
    const exitCode = error instanceof GuestTrap ? EXIT_TRAP : 1;
    const problem: Problem = { code: codeOf(error), message: error.message };
    return { exitCode, problem, said: this.output.said, ...this.refusal() };
  }

  private readonly onDenied: DeniedListener = (use, target) => {
    this.program.counters[AT.denied]!++;
    if (use === 'listen' && typeof target !== 'string')
      this.denied = { code: 'ERR_ACCESS_DENIED', address: formatIp(target), port: target.port };
    if ((this.program.wanted() & WANTED.denied) === 0) return;
    const text = typeof target === 'string' ? target : formatAddress(target);
    this.program.report({ type: 'denied', denial: { use, target: text } });
  };

  /** Why it could not listen, if it has not after all. */
  private refusal(): { refusal?: Refusal } {
    const last = this.denied ?? this.engine?.listening.refusal;
    return last === undefined || this.engine?.listening.isReady ? {} : { refusal: last };
  }
}

function codeOf(error: Error): string {
  if (error instanceof GuestTrap) return 'ERR_GUEST_TRAP';
  return error instanceof ComponentError ? error.code : 'ERR_GUEST_CRASHED';
}
