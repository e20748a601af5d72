import { EngineUnavailable } from '../engines/choose.ts';
import { ComponentError, type GuestFailure } from '../errors.ts';
import { GuestTrap } from './instance.ts';

/** Gives the failure that an error stands for which was thrown through a guest, or kept it from starting. */
export function failureOf(error: unknown): GuestFailure {
  const { message } = error instanceof Error ? error : new Error(String(error));
  if (error instanceof GuestTrap) return { kind: 'trap', message };
  if (error instanceof ComponentError) return { kind: 'component', code: error.code, message };
  if (error instanceof EngineUnavailable) return { kind: 'engine', message };
  return { kind: 'crash', message };
}
