import type { Random } from './random.ts';
import type { Action, HostScript, ServerName } from './scenario.ts';

const MAX_BYTES = 60_000;
/** How long the slowest may take to send or read it all. */
const LONGEST_MS = 8000;

/** Makes what a client does: one of the sorts that servers meet. */
export function clientActions(
  server: ServerName,
  random: Random,
  { bufferBytes, latencyMs }: HostScript,
  isCrowd: boolean,
): Action[] {
  // What fits through the buffers in some seconds.
  const most = Math.ceil(Math.min(MAX_BYTES, (bufferBytes * LONGEST_MS) / (1 + 4 * latencyMs)));
  const bytes = random.size(2, isCrowd ? Math.min(2000, most) : most);
  const few = Math.max(Math.min(bytes, Math.floor(bufferBytes / 3)), 2);
  // Who takes 64 KiB in more than a minute is cut off by the event loop: it can't see that a little leaves.
  const minRate = server === 'relay' || server === 'proxy' ? 20 : 1;
  const talk = (): Action[] => (server === 'lines' ? lines(random, bytes) : [send(random, bytes)]);
  const bit = (): Action =>
    server === 'lines' ? line(random, few) : { ...send(random, few), patienceMs: 500 };
  const pause = (): Action => ({ do: 'wait', ms: random.size(1, 2000) });
  const end = (): Action[] =>
    random.pick<Action[]>([
      [{ do: 'await-due' }, { do: 'close' }],
      [{ do: 'half-close' }, { do: 'await-due' }, { do: 'await-end' }, { do: 'close' }],
      [{ do: 'half-close' }, { do: 'await-due' }, { do: 'await-end' }, { do: 'close' }],
      [{ do: 'await-due' }, pause(), { do: 'half-close' }, { do: 'await-end' }],
    ]);
  const flood: Action = {
    ...send(random, 4 * most),
    piece: 30_000,
    gapMs: 0,
    patienceMs: random.size(10, 1000),
  };
  const sorts: [weight: number, make: () => Action[]][] = [
    [8, () => [...talk(), ...end()]],
    [4, () => [...talk(), { do: 'await-due' }, pause(), ...talk(), ...end()]],
    // Reads nothing for a while, or little by little.
    [3, () => [{ do: 'read', rate: 0 }, bit(), pause(), { do: 'read', rate: -1 }, ...end()]],
    [
      3,
      () => [
        { do: 'read', rate: Math.max(Math.ceil(bytes / random.size(1, LONGEST_MS)), minRate) },
        ...talk(),
        ...end(),
      ],
    ],
    // Stops in the middle of things.
    [2, () => [{ do: 'read', rate: 0 }, flood, pause(), { do: 'reset' }]],
    [
      2,
      () => [
        { do: 'read', rate: 0 },
        flood,
        { do: 'half-close' },
        pause(),
        { do: 'read', rate: -1 },
        { do: 'await-end' },
      ],
    ],
    [1, () => [{ do: 'read', rate: 0 }, flood, { do: 'vanish' }]],
    [1, () => [flood, { do: 'vanish' }]],
    [1, () => [bit(), pause(), { do: 'reset' }]],
    [1, () => [bit(), { do: 'close' }]],
    [1, () => [bit(), { do: 'half-close' }, { do: 'reset' }]],
    [1, () => [{ do: 'reset' }]],
    [1, () => [pause(), { do: random.pick(['close', 'vanish']) }]],
    [1, () => [{ do: 'half-close' }, { do: 'await-end' }]],
  ];
  return choose(random, sorts)();
}

/** Chooses one of them by chance, and by how much each weighs. */
export function choose<T>(random: Random, items: [weight: number, item: T][]): T {
  const total = items.reduce((sum, [weight]) => sum + weight, 0);
  let at = random.next() * total;
  for (const [weight, item] of items) {
    at -= weight;
    if (at < 0) return item;
  }
  return items[0]![1];
}

/** All at once, in pieces, or byte by byte. */
function send(random: Random, bytes: number): Action & { do: 'send' } {
  const piece = random.pick([bytes, bytes, random.size(1, bytes)]);
  const pieces = Math.ceil(bytes / piece);
  const gapMs = random.chance(0.5) ? 0 : random.size(1, Math.max(Math.floor(LONGEST_MS / pieces), 1)) / 2;
  return { do: 'send', bytes, piece: Math.max(piece, Math.ceil(bytes / 2000)), gapMs };
}

function line(random: Random, bytes: number): Action {
  return {
    do: 'send',
    bytes: Math.min(bytes, 4000),
    piece: 4000,
    gapMs: 0,
    patienceMs: random.size(100, 500),
  };
}

/** Lines of all lengths; sometimes one that is too long, one without an end, or `quit` with something after it. */
function lines(random: Random, bytes: number): Action[] {
  const piece = random.size(2, 4097);
  const actions: Action[] = [
    { do: 'send', bytes: Math.min(bytes, 200 * piece), piece, gapMs: random.pick([0, 0, 0.5]) },
  ];
  const special = random.next();
  if (special < 0.1) actions.push({ do: 'say', text: 'quit\n', times: random.int(1, 2), gapMs: 0 });
  else if (special < 0.2) actions.push({ do: 'say', text: 'unfinished', times: 1, gapMs: 0 });
  else if (special < 0.3)
    actions.push({ do: 'say', text: 'x'.repeat(random.pick([4096, 4097, 9000])), times: 1, gapMs: 0 });
  else if (special < 0.5) actions.push({ do: 'say', text: '\n', times: random.int(1, 300), gapMs: 0 });
  return actions;
}
