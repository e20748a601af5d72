import { choose } from './generate-clients.ts';
import type { Random } from './random.ts';
import type { Action, HostScript } from './scenario.ts';

/** Makes what a member of the chat does: it says something and waits until it has heard it, or is slow, or leaves in the middle. */
export function chatActions(random: Random, { bufferBytes }: HostScript, isCrowd: boolean): Action[] {
  const most = Math.min(isCrowd ? 100 : 2000, bufferBytes);
  const talk = (): Action => {
    const piece = random.int(16, 200);
    return {
      do: 'send',
      bytes: piece * random.size(1, Math.ceil(most / piece)),
      piece,
      gapMs: random.pick([0, 1, 20]),
    };
  };
  const pause = (): Action => ({ do: 'wait', ms: random.size(1, 2000) });
  const sorts: [weight: number, make: () => Action[]][] = [
    [6, () => [talk(), { do: 'await-due' }, pause(), { do: 'close' }]],
    [4, () => [talk(), { do: 'await-due' }, pause(), talk(), { do: 'await-due' }, { do: 'half-close' }, { do: 'await-end' }]],
    [2, () => [{ do: 'read', rate: 0 }, talk(), pause(), { do: 'read', rate: -1 }, { do: 'await-due' }, { do: 'close' }]],
    [1, () => [{ do: 'read', rate: 0 }, talk(), { do: 'vanish' }]],
    [1, () => [talk(), { do: 'reset' }]],
    [1, () => [pause(), { do: 'half-close' }, { do: 'await-end' }]],
  ]; // prettier-ignore
  return choose(random, sorts)();
}
