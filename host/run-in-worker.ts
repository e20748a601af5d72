/** Runs a guest in a thread of its own, on epoll: the program's own event loop stays free. */
import { closeSync, writeSync } from 'node:fs';
import { MessageChannel, Worker } from 'node:worker_threads';
import { makeCounters } from './metrics.ts';
import { answerNames } from './name-answers.ts';
import {
  CONTROL_WORDS,
  DRAIN,
  GO_ON,
  MOST_DESCRIPTORS,
  OUTPUT_BYTES,
  REQUEST,
  STOP,
  UNDER_WAY,
  WANT,
  type WorkerInput,
  type WorkerMessage,
} from './protocol.ts';
import { type Ending, type Report, WANTED } from './reports.ts';
import { type GuestSetup, type Runner } from './runner.ts';

/** A guest that does not even ask whether it shall end is ended after this. */
const TERMINATE_MS = 1000;
/** Standard input, output and error are nobody's to close. */
const FIRST_DESCRIPTOR = 3;

/** A guest in a worker. */
export class WorkerRunner implements Runner {
  readonly finished: Promise<Ending>;
  readonly counters = makeCounters();
  private readonly control = new Int32Array(new SharedArrayBuffer(CONTROL_WORDS * 4));
  private readonly descriptors = new Uint8Array(new SharedArrayBuffer(MOST_DESCRIPTORS));
  private readonly worker: Worker;
  private wakeFd: number | undefined;
  private deadline: NodeJS.Timeout | undefined;
  private ending: Ending | undefined;

  constructor(
    setup: GuestSetup,
    private readonly report: (report: Report) => void,
  ) {
    const { control, counters, descriptors } = this;
    const { port1: answers, port2: names } = new MessageChannel();
    answerNames(answers, () => this.wake());
    const workerData: WorkerInput = { setup, control, counters, descriptors, names };
    this.worker = new Worker(new URL('./worker.js', import.meta.url), { workerData, transferList: [names] });
    this.worker.on('message', (message: WorkerMessage) => this.hear(message));
    this.worker.on('error', ({ message }) => {
      this.ending = { exitCode: 1, problem: { code: 'ERR_GUEST_CRASHED', message }, said: '' };
    });
    this.finished = new Promise((resolve) => {
      this.worker.on('exit', () => {
        answers.close();
        clearTimeout(this.deadline);
        this.free();
        resolve(this.ending ?? { exitCode: 0, said: '' }); // no word of its own: it was terminated
      });
    });
  }

  want(reports: number): void {
    Atomics.store(this.control, WANT, reports);
  }

  took(outputBytes: number): void {
    Atomics.sub(this.control, OUTPUT_BYTES, outputBytes);
    Atomics.notify(this.control, OUTPUT_BYTES);
  }

  drain(limitMs: number): void {
    if (Atomics.load(this.control, REQUEST) !== GO_ON) return;
    this.ask(DRAIN);
    this.deadline = setTimeout(() => this.stop(), limitMs);
  }

  stop(): void {
    if (Atomics.load(this.control, REQUEST) === STOP) return;
    this.ask(STOP);
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => void this.worker.terminate(), TERMINATE_MS);
  }

  private hear(message: WorkerMessage): void {
    if ('wakeFd' in message) {
      this.wakeFd = message.wakeFd;
      this.wake(); // whatever was asked before could not wake it
    } else if ('ending' in message) this.ending = message.ending;
    else {
      if (message.report.type in WANTED) Atomics.sub(this.control, UNDER_WAY, 1);
      this.report(message.report);
    }
  }

  private ask(request: number): void {
    Atomics.store(this.control, REQUEST, request);
    Atomics.notify(this.control, OUTPUT_BYTES);
    this.wake();
  }

  private wake(): void {
    if (this.wakeFd !== undefined) writeSync(this.wakeFd, new BigUint64Array([1n]));
  }

  /** Closes what the thread has left open: its wakeFd, and all that it had if it was terminated. */
  private free(): void {
    this.wakeFd = undefined;
    for (let fd = FIRST_DESCRIPTOR; ; fd++) {
      fd = this.descriptors.indexOf(1, fd);
      if (fd < 0) return;
      closeSync(fd);
    }
  }
}
