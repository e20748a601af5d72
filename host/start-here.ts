import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Outcome, StartedGuest } from './index.ts';
import type { GuestHere } from './run-here.ts';

/** Starts a component file with a command line (without its name) on this thread. Bad files are reported by `finished`. */
export function startHere(file: string, args: readonly string[]): StartedGuest {
  const started = begin(file, args);
  const finished = started
    .then((guest) => guest.finished)
    .then(
      (exitCode): Outcome => ({ exitCode }),
      async (error: Error) => (await import('./failure-outcome.ts')).failureOutcome(file, error),
    );
  const tell = (act: (guest: GuestHere) => void): void => void started.then(act, () => {});
  return {
    finished,
    drain: (ms) => tell((guest) => guest.drain(ms)),
    stop: () => tell((guest) => guest.stop()),
  };
}

/** Only who needs what runs a guest loads it. */
async function begin(file: string, args: readonly string[]): Promise<GuestHere> {
  const [{ GuestHere: Here }, { findCoreModule }] = await Promise.all([
    import('./run-here.ts'),
    import('./component.ts'),
  ]);
  return new Here(findCoreModule(readFileSync(file)), { args: [basename(file), ...args] });
}
