/** What passes between a guest's worker and the thread that started it. */

/** What the starter asks of the guest, in the first word of shared memory. */
export const GO_ON = 0;
/** Stop listening, finish what is under way. */
export const DRAIN = 1;
/** End now. */
export const STOP = 2;

/** What a worker is given. */
export interface WorkerInput {
  file: string;
  args: string[];
  /** One 32-bit word: GO_ON, DRAIN or STOP. */
  request: Int32Array;
}

/** What a worker says. `wakeFd`: an eventfd to write to after a change of the request; then how it ended. */
export type WorkerMessage = { wakeFd: number } | { exitCode: number; problem?: string };
