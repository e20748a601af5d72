/** Runs a guest in a thread of its own, on epoll: the program's own event loop stays free. */
import { closeSync, writeSync } from 'node:fs';
import { MessageChannel, Worker, isMainThread } from 'node:worker_threads';
import { onProcessExit } from './process-exit.ts';
import { makeCounters } from '../metrics.ts';
import { answerNames } from '../dns/lookup.ts';
import {
  CONTROL_WORDS,
  DRAIN,
  RUN,
  MAX_DESCRIPTORS,
  OUTPUT_BYTES,
  REQUEST,
  STOP,
  REPORTS_UNDER_WAY,
  WAKE,
  WAKE_FD,
  EVENT_MASK,
  type WorkerInput,
  type WorkerMessage,
} from './worker-protocol.ts';
import { type Ending, OUTPUT_OVERHEAD_BYTES, type Report } from '../events.ts';
import { type GuestSetup, type Runner } from './runner.ts';

/** A guest that does not even ask whether it shall end is ended after this. */
const TERMINATE_MS = 1000;
/** Standard input, output and error are nobody's to close. */
const FIRST_DESCRIPTOR = 3;
/**
 * Another thread than the main one may be terminated from outside, which it does not learn of: its guests then end when they look.
 * Source: Node's docs, `worker.terminate()`.
 */
const MAX_WAIT_MS = isMainThread ? undefined : 250;

/** A guest in a worker. */
export class WorkerRunner implements Runner {
  readonly finished: Promise<Ending>;
  readonly counters = makeCounters();
  private readonly control = new Int32Array(new SharedArrayBuffer(CONTROL_WORDS * 4));
  private readonly descriptors = new Uint8Array(new SharedArrayBuffer(MAX_DESCRIPTORS));
  private readonly worker: Worker;
  private deadline: NodeJS.Timeout | undefined;
  private ending: Ending | undefined;

  constructor(
    setup: GuestSetup,
    private readonly report: (report: Report) => void,
  ) {
    const { control, counters, descriptors } = this;
    const { port1: answers, port2: names } = new MessageChannel();
    answerNames(answers, () => this.wake());
    const maxWaitMs = MAX_WAIT_MS;
    const workerData: WorkerInput = { setup, control, counters, descriptors, names, maxWaitMs };
    this.worker = new Worker(new URL('./worker-main.js', import.meta.url), {
      workerData,
      transferList: [names],
    });
    this.worker.on('message', (message: WorkerMessage) => this.onMessage(message));
    this.worker.on('error', ({ message }) => {
      this.ending = { exitCode: 1, failure: { kind: 'crash', message }, stderrTail: '' };
    });
    const unwatch = onProcessExit(() => this.ask(STOP));
    this.finished = new Promise((resolve) => {
      this.worker.on('exit', () => {
        unwatch();
        answers.close();
        clearTimeout(this.deadline);
        this.free();
        resolve(this.ending ?? { exitCode: 0, stderrTail: '' }); // it reported no ending: it was terminated
      });
    });
  }

  setEventMask(reports: number): void {
    Atomics.store(this.control, EVENT_MASK, reports);
  }

  acknowledgeOutput(_stream: 'stdout' | 'stderr', outputBytes: number): void {
    this.countDown(OUTPUT_BYTES, outputBytes + OUTPUT_OVERHEAD_BYTES);
  }

  drain(limitMs: number): void {
    if (Atomics.load(this.control, REQUEST) !== RUN) return;
    this.ask(DRAIN);
    this.deadline = setTimeout(() => this.stop(), limitMs);
  }

  stop(): void {
    if (Atomics.load(this.control, REQUEST) === STOP) return;
    this.ask(STOP);
    clearTimeout(this.deadline);
    this.terminateLater();
  }

  /** Gives the guest time to end. A thread that still loads its modules ends by itself after that; terminated, it leaves their files open. */
  private terminateLater(): void {
    this.deadline = setTimeout(() => {
      if (Atomics.load(this.control, WAKE_FD) === 0) this.terminateLater();
      else void this.worker.terminate();
    }, TERMINATE_MS);
  }

  private onMessage(message: WorkerMessage): void {
    if ('ending' in message) this.ending = message.ending;
    else {
      if (message.report.type !== 'output') this.countDown(REPORTS_UNDER_WAY, 1);
      this.report(message.report);
    }
  }

  private ask(request: number): void {
    Atomics.store(this.control, REQUEST, request);
    for (const word of [OUTPUT_BYTES, REPORTS_UNDER_WAY]) Atomics.notify(this.control, word);
    this.wake();
  }

  /** Counts down what is under way, for which the guest may wait. */
  private countDown(word: number, count: number): void {
    Atomics.sub(this.control, word, count);
    Atomics.notify(this.control, word);
  }

  private wake(): void {
    const wakeFd = Atomics.load(this.control, WAKE_FD);
    if (wakeFd !== 0) writeSync(wakeFd, WAKE);
  }

  /** Closes what the thread has left open: its wakeFd, and all that it had if it was terminated. */
  private free(): void {
    Atomics.store(this.control, WAKE_FD, 0);
    for (let fd = FIRST_DESCRIPTOR; ; fd++) {
      fd = this.descriptors.indexOf(1, fd);
      if (fd < 0) return;
      closeSync(fd);
    }
  }
}
