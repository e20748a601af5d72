import { EngineUnavailable, chooseEngine } from '../engines/choose.ts';
import { GuestError } from '../errors.ts';
import type { ResolvedOptions } from '../options/resolve.ts';
import type { StartRunner } from './runner.ts';

/** Gives what runs a guest on an engine. Rejects with a GuestError that says what is needed where that can't be had. */
export async function chooseRunner({ engine, workers }: ResolvedOptions): Promise<StartRunner> {
  try {
    if (chooseEngine(engine) === 'epoll') {
      const { WorkerRunner } = await import('./worker.ts');
      return (setup, report) => new WorkerRunner(setup, report);
    }
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error;
    throw new GuestError(error.code, error.message, 1, '');
  }
  if (workers > 1)
    throw new GuestError('ERR_ENGINE_UNAVAILABLE', 'several workers need the epoll engine', 1, '');
  const { InlineRunner } = await import('./inline.ts');
  return (setup, report) => new InlineRunner(setup, report);
}
