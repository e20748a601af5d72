import { BINARY, CLOSE, PING, TEXT, closing, frame } from '../support/frames.ts';
import { choose } from './generate-clients.ts';
import type { Random } from './random.ts';
import type { Action, HostScript, WebSocketScript } from './scenario.ts';

const MAX_BYTES = 40_000;
/** How long the slowest may take to send or read it all. */
const LONGEST_MS = 8000;
/** Longer than the server waits before it pings. */
const SILENCE_MS = 40_000;
const MAX_CONTROL_BYTES = 125;

const CONTINUATION = 0;
/** The lengths that follow are those of a frame whose payload is not sent. */
const TOO_LONG = '82ff0000000000100001';
const IMPOSSIBLE = '82ff8000000000000001';
const NO_KEY = '00000000';

/** Frames that break a rule, and the code that says which. */
const MISTAKES: [code: number, frames: Buffer[]][] = [
  [1002, [frame(3, 'x')]],
  [1002, [frame(11)]],
  [1002, [frame(TEXT, 'x', { key: null })]],
  [1002, [frame(BINARY, 'x', { reserved: 0x40 })]],
  [1002, [frame(PING, 'x'.repeat(MAX_CONTROL_BYTES + 1))]],
  [1002, [frame(PING, 'x', { isFinal: false })]],
  [1002, [frame(CONTINUATION, 'x')]],
  [1002, [frame(TEXT, 'x', { isFinal: false }), frame(TEXT, 'x')]],
  [1002, [frame(CLOSE, 'x')]],
  [1002, [frame(CLOSE, closing(1005))]],
  [1002, [frame(CLOSE, closing(999))]],
  [1002, [Buffer.from(IMPOSSIBLE + NO_KEY, 'hex')]],
  [1007, [frame(TEXT, Buffer.from('61ff62', 'hex'))]],
  [1007, [frame(TEXT, Buffer.from('61c3', 'hex'))]],
  [1007, [frame(TEXT, Buffer.from('c3', 'hex'), { isFinal: false }), frame(CONTINUATION, 'x')]],
  [1007, [frame(CLOSE, closing(1000, Buffer.from('ff', 'hex')))]],
  [1009, [Buffer.from(TOO_LONG + NO_KEY, 'hex')]],
];

/** Makes what a client of a WebSocket does. */
export function webSocketActions(
  random: Random,
  { bufferBytes, latencyMs }: HostScript,
  isCrowd: boolean,
): Action[] {
  const most = Math.ceil(
    Math.min(isCrowd ? 2000 : MAX_BYTES, (bufferBytes * LONGEST_MS) / (1 + 4 * latencyMs)),
  );
  const one = (): Action => send(random, makeFrames(random, most), most);
  const some = (): Action[] => Array.from({ length: random.size(1, isCrowd ? 3 : 8) }, one);
  const pause = (): Action => ({ do: 'wait', ms: random.size(1, 2000) });
  const open = (): Action =>
    send(random, { handshake: 101, requests: random.chance(0.2) ? random.int(1, 3) : 0 }, 1000);
  const refused = (): Action =>
    send(random, { handshake: random.pick([400, 405, 426] as const), requests: 0 }, 1000);
  const wrong = (): Action => {
    const [code, frames] = random.pick(MISTAKES);
    return send(random, { wrong: Buffer.concat(frames).toString('hex'), code }, most);
  };
  const part = (): Action => ({
    do: 'request',
    request: { message: 'binary', bytes: random.size(2, most), fragmentBytes: 0, pingBytes: -1 },
    piece: random.int(1, 150),
    gapMs: random.size(100, 3000),
    patienceMs: random.size(1, 1000),
  });
  const close = (): Action => send(random, makeClose(random), most);
  const end = (): Action[] =>
    random.pick<Action[]>([
      [close(), { do: 'await-end' }, { do: 'close' }],
      [close(), { do: 'await-due' }, { do: 'await-end' }, { do: 'close' }],
      [{ do: 'await-due' }, close(), { do: 'half-close' }, { do: 'await-end' }],
      [{ do: 'half-close' }, { do: 'await-due' }, { do: 'await-end' }, { do: 'close' }],
      [{ do: 'await-due' }, { do: 'close' }],
    ]);
  const long = (): Action =>
    send(
      random,
      { message: 'binary', bytes: random.int(60_000, 130_000), fragmentBytes: 0, pingBytes: -1 },
      most,
    );
  const rate = Math.max(Math.ceil(most / random.size(1, LONGEST_MS)), 20);
  const unread = (sent: Action[]): Action[] => [
    { do: 'read', rate: 0 },
    ...sent.map((action) => ({ ...action, patienceMs: 500 })),
    pause(),
    { do: 'read', rate: -1 },
  ];
  const leave = (): Action => ({ do: random.pick(['reset', 'vanish', 'close']) });
  const sorts: [weight: number, make: () => Action[]][] = [
    [8, () => [open(), ...some(), ...end()]],
    [4, () => [open(), ...some(), { do: 'await-due' }, pause(), ...some(), ...end()]],
    [2, () => [refused(), open(), ...some(), ...end()]],
    [2, () => [open(), { do: 'read', rate }, ...some(), ...end()]],
    [3, () => [open(), ...unread(some()), ...end()]],
    // More than waits to be sent, and messages behind it.
    [bufferBytes > 4000 && !isCrowd ? 3 : 0, () => [open(), ...unread([long(), ...some()]), ...end()]],
    [3, () => [open(), ...some(), wrong(), { do: 'await-end' }, { do: 'close' }]],
    [1, () => [open(), ...some(), random.chance(0.5) ? wrong() : close(), ...some(), { do: 'await-end' }]],
    // Says nothing for long: is pinged, and goes on or not.
    [1, () => [open(), ...some(), { do: 'await-due' }, { do: 'wait', ms: SILENCE_MS }, ...some(), ...end()]],
    [1, () => [open(), { do: 'await-due' }, { do: 'wait', ms: 3000 }, one(), { do: 'await-end' }]],
    [1, () => [open(), ...unread(some()).slice(0, -1), leave()]],
    [2, () => [open(), ...some(), leave()]],
    [1, () => [open(), part(), leave()]],
    [1, () => [open(), part(), { do: 'half-close' }, { do: 'await-end' }]],
  ];
  return choose(random, sorts)();
}

function makeFrames(random: Random, most: number): WebSocketScript {
  const bytes = random.chance(0.1) ? 0 : random.size(1, most);
  if (random.chance(0.2))
    return { control: random.pick(['ping', 'ping', 'pong']), bytes: Math.min(bytes, MAX_CONTROL_BYTES) };
  const isCut = bytes > 1 && random.chance(0.5);
  return {
    message: random.pick(['text', 'binary']),
    bytes,
    fragmentBytes: isCut ? Math.max(random.size(1, bytes), Math.ceil(bytes / 20)) : 0,
    pingBytes: random.chance(0.5) ? random.int(0, MAX_CONTROL_BYTES) : -1,
  };
}

function makeClose(random: Random): WebSocketScript {
  const code = random.pick([0, 1000, 1000, 1001, 3000, 4999]);
  return { close: code, reason: code === 0 || random.chance(0.7) ? '' : 'enough, thanks €' };
}

/** All at once, in pieces, or byte by byte. */
function send(random: Random, request: WebSocketScript, most: number): Action & { do: 'request' } {
  const piece = random.pick([200_000, 200_000, random.size(1, 2000)]);
  const gapMs = random.chance(0.7) ? 0 : random.size(1, 20) / 2;
  return { do: 'request', request, piece: Math.max(piece, Math.ceil(most / 500)), gapMs };
}
