import { MessageChannel, Worker } from 'node:worker_threads';
import { EpollEngine } from '../engines/epoll/engine.ts';
import { MessagePortResolver } from '../dns/message-port-resolver.ts';
import { MAX_LOOKUPS } from '../runners/worker-protocol.ts';
import type { World } from '../wasi/host.ts';
import { LookupQueue } from '../dns/lookup-queue.ts';
import { RandomBytes } from '../wasi/random.ts';
import { Readiness } from '../wasi/poll/readiness.ts';
import type { Resolver } from '../dns/resolver.ts';
import { ResourceTable } from '../wasi/resources.ts';
import { standardInput } from '../wasi/cli/stdin.ts';
import { Lingering } from '../wasi/sockets/lingering.ts';
import { StreamSteps } from '../wasi/io/stream-steps.ts';

/** What a component that jco transpiled sees of the process; nothing of it where something is left out. */
export interface WasiOptions {
  /** The command line, the program's name first. */
  args?: readonly string[];
  /** The environment variables. */
  env?: Readonly<Record<string, string>>;
}

/** Looks names up in a thread of its own, from the first name on: the component's is blocked while it waits. */
class WorkerResolver implements Resolver {
  private port: MessagePortResolver | undefined;

  constructor(private readonly wakeFd: number) {}

  resolve(...question: Parameters<Resolver['resolve']>): void {
    this.port ??= this.start();
    this.port.resolve(...question);
  }

  /** Hands on the answers that have come. */
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

/** The world of components whose calls come from jco's code, on one thread. It owns an epoll engine. */
export class JcoWorld implements World {
  args: readonly string[] = ['component'];
  env: Readonly<Record<string, string>> = {};
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

  configure({ args, env }: WasiOptions): void {
    if (args !== undefined) this.args = args;
    if (env !== undefined) this.env = env;
  }
}

/** Finds the world of a call; it is made at the first one, so that whoever only imports this needs no epoll. */
export type FindWorld = () => JcoWorld;
