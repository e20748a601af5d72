import { MessageChannel, Worker } from 'node:worker_threads';
import { EpollEngine } from '../engines/epoll/engine.ts';
import { MessagePortResolver } from '../dns/message-port-resolver.ts';
import { MAX_LOOKUPS } from '../runners/worker-protocol.ts';
import { readEnvironment, readOptions, readStrings } from '../options/checks.ts';
import type { PermissionOptions } from '../options/options.ts';
import { resolvePermissions } from '../options/permissions.ts';
import { resolvePreopens } from '../options/preopens.ts';
import { PERMIT_ALL, Permissions } from '../permissions/permissions.ts';
import { GuestFiles } from '../wasi/filesystem/guest-files.ts';
import type { World } from '../wasi/host.ts';
import { RandomBytes } from '../wasi/random.ts';
import { Readiness } from '../wasi/poll/readiness.ts';
import { LookupQueue, type Resolver } from '../dns/resolver.ts';
import { ResourceTable } from '../wasi/resources.ts';
import { standardInput } from '../wasi/cli/stdin.ts';
import { Lingering } from '../wasi/sockets/lingering.ts';
import { StreamSteps } from '../wasi/io/stream-steps.ts';

/** What a component that jco has transpiled sees of the process. */
export interface WasiOptions {
  /** The command line, the program's name first; only a name by default. */
  args?: readonly string[];
  /** The environment variables; none by default. */
  env?: Readonly<Record<string, string>>;
  /** Folders that it may read, by its names of them; none by default. */
  preopens?: Readonly<Record<string, string>>;
  /**
   * What it may do, as in `serve`: what is left out is denied. By default it may use the whole network, and sees no variables; `{}`
   * denies everything, which is recommended as a start.
   */
  permissions?: PermissionOptions | 'all';
}

const OPTION_NAMES = ['args', 'env', 'permissions', 'preopens'] as const;

/** Reads the options. Throws OptionError, also where one is unknown. */
export function readWasiOptions(given: WasiOptions) {
  return readOptions<WasiOptions, (typeof OPTION_NAMES)[number]>('options', given, OPTION_NAMES);
}

/** Looks names up in a thread of its own, since the component's thread blocks. The thread starts with the first name. */
class WorkerResolver implements Resolver {
  private port: MessagePortResolver | undefined;
  private worker: Worker | undefined;

  constructor(private readonly wakeFd: number) {}

  resolve(...question: Parameters<Resolver['resolve']>): void {
    this.port ??= this.start();
    this.port.resolve(...question);
  }

  /** Ends the thread. */
  close(): void {
    void this.worker?.terminate();
  }

  /** Passes on the answers that have arrived. */
  receive(): void {
    this.port?.receive();
  }

  private start(): MessagePortResolver {
    const { port1, port2: port } = new MessageChannel();
    this.worker = new Worker(new URL('./name-worker.js', import.meta.url), {
      workerData: { port, wakeFd: this.wakeFd },
      transferList: [port],
    });
    this.worker.unref();
    port1.unref();
    return new MessagePortResolver(port1);
  }
}

/** The world of the components that jco's code calls for, on one thread. It owns an epoll engine. */
export class JcoWorld implements World {
  args: readonly string[] = ['component'];
  env: Readonly<Record<string, string>> = {};
  files = new GuestFiles();
  permissions = PERMIT_ALL;
  private isClosed = false;
  readonly wallClockMs = Date.now;
  readonly engine = new EpollEngine();
  readonly resources = new ResourceTable();
  private readonly names = new WorkerResolver(this.engine.wakeFd);
  readonly resolver = new LookupQueue(this.names, MAX_LOOKUPS);
  readonly readiness = new Readiness(this.engine, { afterWait: () => this.names.receive() });
  readonly lingering = new Lingering(this.readiness);
  readonly steps = new StreamSteps(this.engine, this.readiness);
  readonly random = new RandomBytes({});
  readonly openStdin = standardInput(this);

  constructor(options: WasiOptions = {}) {
    this.configure(options);
  }

  /** Throws OptionError. */
  configure(given: WasiOptions): void {
    const { args, env, preopens, permissions } = readWasiOptions(given);
    if (args !== undefined) this.args = readStrings('args', args);
    if (permissions !== undefined) {
      const resolved = resolvePermissions(permissions);
      this.permissions = new Permissions(resolved.grants);
      this.env = resolved.env;
    }
    if (env !== undefined) this.env = { ...this.env, ...readEnvironment('env', env) };
    if (preopens !== undefined) {
      this.files.close();
      this.files = new GuestFiles(resolvePreopens(preopens));
    }
  }

  /** Throws once it is closed. */
  checkOpen(): void {
    if (this.isClosed) throw new Error('as-selectors/jco: the component calls WASI, which is closed');
  }

  /** Closes its sockets and files, and ends its look-ups. */
  close(): void {
    this.isClosed = true;
    this.names.close();
    this.files.close();
    this.engine.close();
  }
}

/** Gives the world of a call. It is made by the first call, so that importing this module does not need epoll. Throws once it is closed. */
export type FindWorld = () => JcoWorld;
