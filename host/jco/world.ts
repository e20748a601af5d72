import { MessageChannel, Worker } from 'node:worker_threads';
import { EpollEngine } from '../engines/epoll/engine.ts';
import { MessagePortResolver } from '../dns/message-port-resolver.ts';
import { MAX_LOOKUPS } from '../runners/worker-protocol.ts';
import { resolvePreopens } from '../options/preopens.ts';
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
}

/** Looks names up in a thread of its own, since the component's thread blocks. The thread starts with the first name. */
class WorkerResolver implements Resolver {
  private port: MessagePortResolver | undefined;

  constructor(private readonly wakeFd: number) {}

  resolve(...question: Parameters<Resolver['resolve']>): void {
    this.port ??= this.start();
    this.port.resolve(...question);
  }

  /** Passes on the answers that have arrived. */
  receive(): void {
    this.port?.receive();
  }

  private start(): MessagePortResolver {
    const { port1, port2: port } = new MessageChannel();
    const worker = new Worker(new URL('./name-worker.js', import.meta.url), {
      workerData: { port, wakeFd: this.wakeFd },
      transferList: [port],
    });
    worker.unref();
    port1.unref();
    return new MessagePortResolver(port1);
  }
}

/** The world of the components that jco's code calls for, on one thread. It owns an epoll engine. */
export class JcoWorld implements World {
  args: readonly string[] = ['component'];
  env: Readonly<Record<string, string>> = {};
  files = new GuestFiles();
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

  configure({ args, env, preopens }: WasiOptions): void {
    if (args !== undefined) this.args = args;
    if (env !== undefined) this.env = env;
    if (preopens !== undefined) this.files = new GuestFiles(resolvePreopens(preopens));
  }
}

/** Gives the world of a call. It is made by the first call, so that importing this module does not need epoll. */
export type FindWorld = () => JcoWorld;
