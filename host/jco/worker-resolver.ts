import { MessageChannel, Worker } from 'node:worker_threads';
import { MessagePortResolver } from '../dns/message-port-resolver.ts';
import type { Resolver } from '../dns/resolver.ts';

/** Looks names up in a thread of its own, since the component's thread blocks. The thread starts with the first name. */
export class WorkerResolver implements Resolver {
  private port: MessagePortResolver | undefined;
  private worker: Worker | undefined;

  /** `wakeFd`: an eventfd that the thread writes to after each answer. */
  constructor(private readonly wakeFd: number) {}

  resolve(...question: Parameters<Resolver['resolve']>): void {
    this.port ??= this.start();
    this.port.resolve(...question);
  }

  /** Passes on the answers that have arrived. */
  receive(): void {
    this.port?.receive();
  }

  /** Ends the thread; calls `ended` when it writes to the wakeFd no more. */
  close(ended: () => void): void {
    if (this.worker === undefined) ended();
    else void this.worker.terminate().then(ended);
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
