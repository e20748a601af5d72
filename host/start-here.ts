import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { findCoreModule } from './component.ts';
import { failureOutcome } from './failure-outcome.ts';
import type { Outcome, StartedGuest } from './index.ts';
import { GuestHere } from './run-here.ts';

/** Starts a component file with a command line (without its name) on this thread. Bad files are reported by `finished`. */
export function startHere(file: string, args: readonly string[]): StartedGuest {
  try {
    const guest = new GuestHere(findCoreModule(readFileSync(file)), { args: [basename(file), ...args] });
    const finished = guest.finished.then(
      (exitCode): Outcome => ({ exitCode }),
      (error: Error) => failureOutcome(file, error),
    );
    return { finished, drain: (limitMs) => guest.drain(limitMs), stop: () => guest.stop() };
  } catch (error) {
    return notStarted(failureOutcome(file, error as Error));
  }
}

/** Gives a guest that has ended before it began. */
export function notStarted(outcome: Outcome): StartedGuest {
  return { finished: Promise.resolve(outcome), drain: () => {}, stop: () => {} };
}
