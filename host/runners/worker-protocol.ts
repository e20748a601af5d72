/** What passes between a guest's worker and the thread that started it. */
import type { MessagePort } from 'node:worker_threads';
import type { Ending, Report } from '../events.ts';
import type { GuestSetup } from './runner.ts';

/** What the starter asks of the guest, in the control word REQUEST. */
export const RUN = 0;
/** Stop listening, finish what is under way. */
export const DRAIN = 1;
/** End now. */
export const STOP = 2;

/** How long a drain lets connections finish, unless it is told. */
export const DRAIN_MS = 10_000;

/** How many names a guest may look up at a time, unless it is told. */
export const MAX_LOOKUPS = 32;

/** Control words, 32 bits each, in shared memory. */
export const REQUEST = 0;
/** Which reports are wanted. */
export const EVENT_MASK = 1;
/** How many reports that come in any number are under way: sent, and not taken yet. */
export const REPORTS_UNDER_WAY = 2;
/** How many bytes of output are under way. */
export const OUTPUT_BYTES = 3;
/**
 * An eventfd of the guest's thread, for its starter to write to after a change of the request; 0: there is none. The thread stores it
 * before it looks at the request, and the starter stores the request before it looks at this, so that no request is missed.
 */
export const WAKE_FD = 4;
export const CONTROL_WORDS = 5;

/** Written to an eventfd it wakes who waits for that. Source: `man 2 eventfd`. */
export const WAKE = new BigUint64Array([1n]);

/** How many descriptors of a guest are known to its starter. */
export const MAX_DESCRIPTORS = 2 ** 20;

/** What a worker asks of its starter's name look-up. */
export interface NameQuestion {
  id: number;
  name: string;
}

/** What its starter answers: IP addresses in the resolver's order, or an engine's outcome. */
export interface NameAnswer {
  id: number;
  answer: readonly string[] | number;
}

/** What a worker is given. */
export interface WorkerInput {
  setup: GuestSetup;
  control: Int32Array;
  counters: Float64Array;
  /** See `EpollOptions`. */
  descriptors: Uint8Array;
  /** Takes NameQuestion and gives NameAnswer, each followed by a write to the wakeFd. */
  names: MessagePort;
  /** The longest time that the thread may block, in milliseconds; undefined: for ever. */
  maxWaitMs: number | undefined;
}

/** What a worker says: reports, then how it ended. */
export type WorkerMessage = { report: Report } | { ending: Ending };
