import { closeSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { LookupQueue } from '../dns/resolver.ts';
import { EpollEngine } from '../engines/epoll/engine.ts';
import { formatAddress } from '../net/ip-address.ts';
import { DenialLines } from '../permissions/denial-lines.ts';
import { type DeniedListener, PERMIT_ALL, Permissions } from '../permissions/permissions.ts';
import { MAX_LOOKUPS } from '../runners/worker-protocol.ts';
import { standardInput } from '../wasi/cli/stdin.ts';
import { GuestFiles } from '../wasi/filesystem/guest-files.ts';
import type { World } from '../wasi/host.ts';
import { StreamSteps } from '../wasi/io/stream-steps.ts';
import { Readiness } from '../wasi/poll/readiness.ts';
import { RandomBytes } from '../wasi/random.ts';
import { ResourceTable } from '../wasi/resources.ts';
import { Lingering } from '../wasi/sockets/lingering.ts';
import type { ResolvedWasiOptions } from './wasi-options.ts';
import { WorkerResolver } from './worker-resolver.ts';

/** A thread that is terminated, as the end of the program does with workers, does not end while it waits in the kernel. */
const WAIT_OPTIONS = isMainThread ? {} : { maxWaitMs: 250 };
/** With these the engine leaves its wakeFd open: the thread that looks names up may still write to it. */
const KEEP_WAKE_FD = { descriptors: new Uint8Array(0) };

/** The world of the components that jco's code calls for, on one thread. It owns an epoll engine. */
export class JcoWorld implements World {
  args: readonly string[] = [];
  env: Readonly<Record<string, string>> = {};
  files = new GuestFiles();
  permissions = PERMIT_ALL;
  readonly wallClockMs = Date.now;
  readonly engine = new EpollEngine({ ...WAIT_OPTIONS, ...KEEP_WAKE_FD });
  readonly resources = new ResourceTable();
  private readonly names = new WorkerResolver(this.engine.wakeFd);
  readonly resolver = new LookupQueue(this.names, MAX_LOOKUPS);
  readonly readiness = new Readiness(this.engine, { afterWait: () => this.names.receive() });
  readonly lingering = new Lingering(this.readiness);
  readonly steps = new StreamSteps(this.engine, this.readiness);
  readonly random = new RandomBytes({});
  readonly openStdin = standardInput(this);
  private readonly denials = new DenialLines(sayOnStandardError);
  /** All that there have been: a component may have files open of those before `configure`. */
  private readonly allFiles: GuestFiles[] = [];
  private isClosed = false;

  constructor(options: ResolvedWasiOptions) {
    this.configure(options);
    // What a worker of the program has open stays open when it ends.
    if (!isMainThread) process.once('exit', () => this.close());
  }

  get isOpen(): boolean {
    return !this.isClosed;
  }

  configure({ args, env, preopens, grants }: ResolvedWasiOptions): void {
    this.args = args;
    this.env = env;
    this.files = new GuestFiles(preopens);
    this.allFiles.push(this.files);
    this.permissions = grants === undefined ? PERMIT_ALL : new Permissions(grants, this.onDenied);
  }

  /** Closes its sockets and files, and ends its look-ups and timers; does nothing when called again. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.resolver.close();
    for (const files of this.allFiles) files.close();
    this.engine.close();
    this.names.close(() => closeSync(this.engine.wakeFd));
  }

  private readonly onDenied: DeniedListener = (use, target) =>
    this.denials.add(`permissions.${use} ${typeof target === 'string' ? target : formatAddress(target)}`);
}

/** The component's thread may never return to the event loop, which `console.error` needs in a worker. */
function sayOnStandardError(line: string): void {
  try {
    writeSync(2, `${line}\n`);
  } catch {
    // nobody reads it, or not fast enough: the call fails all the same
  }
}

/** Gives the world of a call. It is made by the first call, so that importing this module does not need epoll. Throws once it is closed. */
export type FindWorld = () => JcoWorld;
