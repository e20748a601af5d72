import { ComponentError } from './component.ts';
import { EXIT_TRAP, GuestTrap } from './guest.ts';
import type { Outcome } from './index.ts';

/** Gives the outcome of a guest that an error has ended, or kept from starting. */
export function failureOutcome(file: string, error: Error): Outcome {
  const { message } = error;
  if (error instanceof GuestTrap) return { exitCode: EXIT_TRAP, problem: `${file} trapped: ${message}` };
  const isMissing = !(error instanceof ComponentError) && (error as NodeJS.ErrnoException).code === 'ENOENT';
  return { exitCode: 1, problem: `can't run ${file}: ${isMissing ? 'no such file' : message}` };
}
