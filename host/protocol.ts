/** What passes between a guest's worker and the thread that started it. */
import type { MessagePort } from 'node:worker_threads';

/** What the starter asks of the guest, in the first word of shared memory. */
export const GO_ON = 0;
/** Stop listening, finish what is under way. */
export const DRAIN = 1;
/** End now. */
export const STOP = 2;

/** How long a drain lets connections finish. */
export const DRAIN_MS = 10_000;

/** What a worker asks of its starter's name look-up. */
export interface NameQuestion {
  id: number;
  name: string;
}

/** What its starter answers: IP addresses in the resolver's order, or an engine's outcome. */
export interface NameAnswer {
  id: number;
  answer: string[] | number;
}

/** What a worker is given. */
export interface WorkerInput {
  file: string;
  args: string[];
  /** One 32-bit word: GO_ON, DRAIN or STOP. */
  request: Int32Array;
  /** Takes NameQuestion and gives NameAnswer, each followed by a write to the wakeFd. */
  names: MessagePort;
}

/** What a worker says. `wakeFd`: an eventfd to write to after a change of the request; then how it ended. */
export type WorkerMessage = { wakeFd: number } | { exitCode: number; problem?: string };
