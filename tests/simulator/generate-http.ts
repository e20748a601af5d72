import { choose } from './generate-clients.ts';
import type { Random } from './random.ts';
import type { Action, HostScript, HttpRequest, HttpScript } from './scenario.ts';

const MAX_BYTES = 40_000;
/** How long the slowest may take to send or read it all. */
const LONGEST_MS = 8000;

const MISTAKES: HttpScript[] = [
  { text: 'GET  / HTTP/1.1\r\nHost: a\r\n\r\n', status: 400 },
  { text: 'GET / HTTP/1.1\r\n\r\n', status: 400 },
  { text: 'GET / HTTP/2.0\r\nHost: a\r\n\r\n', status: 505 },
  { text: 'GET / HTTP/1.1\r\nHost : a\r\n\r\n', status: 400 },
  { text: 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx', status: 400 },
  { text: 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n', status: 413 },
  { text: `GET /${'x'.repeat(9000)} HTTP/1.1\r\n`, status: 414 },
  { text: `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(17_000)}`, status: 431 },
  { text: '\u0016\u0003\u0001\u0002\u0000\u0001', status: 400 },
];

/** The options of the command line that say how long the server waits. */
export function httpArgs(random: Random): string[] {
  const seconds = (): string => String(random.pick([1, 2, 5, 10]));
  const keepAlive = String(random.pick([2, 5, 20]));
  return ['--header-timeout', seconds(), '--body-timeout', seconds(), '--keep-alive-timeout', keepAlive];
}

/** Makes what a client of the HTTP server does. */
export function httpActions(
  random: Random,
  { bufferBytes, latencyMs }: HostScript,
  isCrowd: boolean,
): Action[] {
  const most = Math.ceil(
    Math.min(isCrowd ? 2000 : MAX_BYTES, (bufferBytes * LONGEST_MS) / (1 + 4 * latencyMs)),
  );
  const one = (): Action => send(random, makeRequest(random, most), most);
  const some = (): Action[] => Array.from({ length: random.size(1, isCrowd ? 3 : 8) }, one);
  const post = (): HttpRequest => ({
    ...makeRequest(random, most),
    ...POST,
    bodyBytes: random.size(2, most),
  });
  const pause = (): Action => ({ do: 'wait', ms: random.size(1, 2000) });
  const part = (): Action => ({
    do: 'request',
    request: random.chance(0.5) ? post() : makeRequest(random, most),
    piece: random.int(1, 150),
    gapMs: random.size(100, 3000),
    patienceMs: random.size(1, 1000),
  });
  const wrong = (): Action => send(random, random.pick(MISTAKES), most);
  const end = (): Action[] =>
    random.pick<Action[]>([
      [{ do: 'await-due' }, { do: 'close' }],
      [{ do: 'half-close' }, { do: 'await-due' }, { do: 'await-end' }, { do: 'close' }],
      [{ do: 'await-due' }, { do: 'await-end' }, { do: 'close' }],
      [{ do: 'await-due' }, pause(), { do: 'half-close' }, { do: 'await-end' }],
    ]);
  const long = (): Action => send(random, { ...post(), bodyBytes: random.int(60_000, 130_000) }, most);
  // Much of a body gives its rest much time.
  const floodEnd = (): Action[] =>
    random.pick<Action[]>([
      [{ do: 'await-due' }, { do: 'close' }],
      [{ do: 'half-close' }, { do: 'await-due' }, { do: 'await-end' }, { do: 'close' }],
    ]);
  const later = (): Action[] => some().flatMap((action) => [action, { do: 'await-due' }, pause()]);
  const flood = (): Action[] => [
    { do: 'read', rate: 0 },
    {
      ...send(random, { ...post(), bodyBytes: 4 * most }, most),
      gapMs: 0,
      patienceMs: random.size(10, 3000),
    },
    pause(),
  ];
  const rate = Math.max(Math.ceil(most / random.size(1, LONGEST_MS)), 20);
  const sorts: [weight: number, make: () => Action[]][] = [
    [8, () => [...some(), ...end()]],
    [4, () => [...later(), ...some(), ...end()]],
    [2, () => [{ do: 'read', rate }, ...some(), ...end()]],
    [3, () => [...some(), wrong(), ...end()]],
    [1, () => [...some(), wrong(), one(), { do: 'await-end' }]],
    // Too slow, or never all of it.
    [
      2,
      () => [
        { ...send(random, makeRequest(random, 200), 200), piece: 20, gapMs: random.int(100, 900) },
        ...end(),
      ],
    ],
    [3, () => [...(random.chance(0.5) ? some() : []), part(), { do: 'await-end' }]],
    [
      2,
      () => [
        send(random, post(), most),
        { ...send(random, post(), most), gapMs: 0, patienceMs: 1 },
        { do: 'await-end' },
      ],
    ],
    [1, () => [...some(), part(), { do: 'half-close' }, { do: 'await-end' }]],
    [2, () => [...flood(), { do: 'read', rate: -1 }, ...floodEnd()]],
    [2, () => [{ do: 'read', rate: 0 }, ...some().map(patient), pause(), { do: 'read', rate: -1 }, ...end()]],
    // More than waits to be sent, and requests behind it.
    [
      bufferBytes > 4000 && !isCrowd ? 2 : 0,
      () => [
        { do: 'read', rate: 0 },
        ...[long(), ...some()].map(patient),
        pause(),
        { do: 'read', rate: -1 },
        ...floodEnd(),
      ],
    ],
    [1, () => [...flood(), { do: random.pick(['reset', 'vanish', 'close']) }]],
    [2, () => [...some(), { do: random.pick(['reset', 'vanish', 'close']) }]],
    [1, () => [part(), { do: random.pick(['reset', 'vanish', 'close']) }]],
    [1, () => [{ do: random.pick(['half-close', 'wait']), ms: 1 } as Action, { do: 'await-end' }]],
  ];
  return choose(random, sorts)();
}

const POST = { method: 'POST', path: '/echo' } as const;

function patient(action: Action): Action {
  return action.do === 'request' ? { ...action, patienceMs: 500 } : action;
}

function makeRequest(random: Random, most: number): HttpRequest {
  const minor = random.chance(0.1) ? 0 : 1;
  const isPost = random.chance(0.5);
  const last = random.next();
  const connection = last < 0.06 ? 'close' : last < 0.2 || (minor === 0 && last < 0.7) ? 'keep-alive' : '';
  const plain = {
    method: random.chance(0.2) ? 'HEAD' : 'GET',
    path: random.pick(['/', '/healthz', '/healthz', '/nowhere']),
  } as const;
  const bodyBytes = isPost && random.chance(0.9) ? random.size(1, most) : 0;
  return {
    ...(isPost ? POST : plain),
    minor,
    connection,
    bodyBytes,
    chunkBytes: isPost && minor === 1 && random.chance(0.5) ? random.size(1, Math.max(bodyBytes, 1)) : 0,
    fieldBytes: random.chance(0.1) ? random.size(1, 5000) : 0,
  };
}

/** All at once, in pieces, or byte by byte. */
function send(random: Random, request: HttpScript, most: number): Action & { do: 'request' } {
  const piece = random.pick([100_000, 100_000, random.size(1, 2000)]);
  const least = Math.ceil(most / 500);
  return {
    do: 'request',
    request,
    piece: Math.max(piece, least),
    gapMs: random.chance(0.7) ? 0 : random.size(1, 20) / 2,
  };
}
