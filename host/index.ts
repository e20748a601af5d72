/** Runs as-selectors' components, and others made like them, inside a Node program. */
import { writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';
import { type EngineName, type EngineUnavailable, chooseEngine } from './engines/choose.ts';
import { answerNames } from './name-answers.ts';
import { DRAIN, DRAIN_MS, GO_ON, STOP, type WorkerInput, type WorkerMessage } from './protocol.ts';
import { startHere } from './start-here.ts';

/** How a guest ended. */
export interface Outcome {
  /** 0: all went well; 1: failure; 2: wrong command line; 134: it trapped. */
  exitCode: number;
  /** What the host has to say about it, in one line; what the guest says goes to standard error. */
  problem?: string;
}

/** How long `drain` lets connections finish. */
export { DRAIN_MS } from './protocol.ts';
/** A guest that does not even ask whether it shall end is ended after this. */
const TERMINATE_MS = 1000;
const SHIPPED = ['echo', 'blocking-echo', 'lines', 'udp-echo'] as const;

/** The name of a server that comes with the package. */
export type ShippedServer = (typeof SHIPPED)[number];

/** Whether a server of that name comes with the package. */
export function isShipped(name: string): name is ShippedServer {
  return (SHIPPED as readonly string[]).includes(name);
}

/** Gives the component file of a server that comes with the package. */
export function shippedFile(name: ShippedServer): string {
  return fileURLToPath(new URL(`../${name}.wasm`, import.meta.url));
}

/** A guest that runs. */
export interface StartedGuest {
  /** Settles when the guest has ended; never rejects. */
  readonly finished: Promise<Outcome>;
  /** Stops listening and lets the guest finish what is under way; ends it after `limitMs` milliseconds. */
  drain(limitMs?: number): void;
  /** Ends the guest now; what its connections have under way is lost. */
  stop(): void;
}

/** A guest that runs in a thread of its own. */
class RunningGuest implements StartedGuest {
  readonly finished: Promise<Outcome>;
  private readonly request = new Int32Array(new SharedArrayBuffer(4));
  private readonly worker: Worker;
  private wakeFd: number | undefined;
  private deadline: NodeJS.Timeout | undefined;

  constructor(file: string, args: readonly string[]) {
    Atomics.store(this.request, 0, GO_ON);
    const { port1: answers, port2: names } = new MessageChannel();
    answerNames(answers, () => this.wake());
    const workerData: WorkerInput = { file, args: [...args], request: this.request, names };
    const transferList = [names];
    this.worker = new Worker(new URL('./worker.js', import.meta.url), { workerData, transferList });
    this.finished = new Promise((resolve) => {
      this.worker.on('message', (message: WorkerMessage) => {
        if ('wakeFd' in message) this.wakeFd = message.wakeFd;
        else resolve(message);
      });
      this.worker.on('error', (error) => resolve({ exitCode: 1, problem: `${file}: ${error.message}` }));
      this.worker.on('exit', () => resolve({ exitCode: 1, problem: `${file} was ended` }));
    });
    void this.finished.then(() => {
      answers.close();
      this.wakeFd = undefined;
      clearTimeout(this.deadline);
    });
  }

  drain(limitMs = DRAIN_MS): void {
    this.ask(DRAIN);
    this.deadline ??= setTimeout(() => this.stop(), limitMs);
  }

  stop(): void {
    this.ask(STOP);
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => void this.worker.terminate(), TERMINATE_MS);
  }

  private ask(request: number): void {
    Atomics.store(this.request, 0, request);
    this.wake();
  }

  private wake(): void {
    if (this.wakeFd === undefined) return;
    try {
      writeSync(this.wakeFd, new BigUint64Array([1n]));
    } catch {
      // The guest has just ended and closed it; its last message is on the way.
    }
  }
}

/** Starts a component file with a command line (without its name). What can't be started is reported by `finished`. */
export function start(
  file: string,
  args: readonly string[] = [],
  engine: EngineName | 'auto' = 'auto',
): StartedGuest {
  try {
    return chooseEngine(engine) === 'epoll' ? new RunningGuest(file, args) : startHere(file, args);
  } catch (error) {
    const outcome = { exitCode: 1, problem: (error as EngineUnavailable).message };
    return { finished: Promise.resolve(outcome), drain: () => {}, stop: () => {} };
  }
}
