import { GuestError } from './errors.ts';
import { WorkerRunner } from './run-in-worker.ts';
import type { StartRunner } from './runner.ts';

/** Gives what runs a guest on an engine. Throws a GuestError that says what is needed where that can't be had. */
export function chooseRunner(engine: 'auto' | 'epoll' | 'node-net'): StartRunner {
  if (engine === 'node-net')
    throw new GuestError(
      'ERR_ENGINE_UNAVAILABLE',
      'the engine node-net is not there yet: choose epoll',
      1,
      '',
    );
  return (setup, report) => new WorkerRunner(setup, report);
}
