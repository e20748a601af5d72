import { EngineUnavailable, chooseEngine } from '../engines/choose.ts';
import type { ResolvedOptions } from '../options/resolve.ts';
import type { StartRunner } from './runner.ts';

/** Gives what runs a guest on the engine that the options name. Rejects with EngineUnavailable. */
export async function chooseRunner({ engine, workers }: ResolvedOptions): Promise<StartRunner> {
  if (chooseEngine(engine) === 'epoll') {
    const { WorkerRunner } = await import('./worker.ts');
    return (setup, report) => new WorkerRunner(setup, report);
  }
  if (workers > 1) throw new EngineUnavailable('several workers need the epoll engine');
  const { InlineRunner } = await import('./inline.ts');
  return (setup, report) => new InlineRunner(setup, report);
}
