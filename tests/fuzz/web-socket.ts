/** Streams of WebSocket frames, mostly right, and what must hold for all of them. */
import * as assert from 'uvu/assert';
import { Random } from '../simulator/random.ts';
import { CLOSE, frame } from '../support/frames.ts';
import {
  type Limits,
  type Outcome,
  type WebSocketCore,
  exchange,
  loadWebSocket,
} from '../support/web-socket.ts';
import type { Attempt } from './attempt.ts';

/** The WebSocket may send this much more than what arrived: a close frame with a code. */
const MAX_EXTRA_BYTES = 4;
const LENGTHS = [0, 1, 2, 5, 7, 8, 9, 124, 125, 126, 127, 300];
const TEXTS = ['', 'a', 'ascii text that is a bit longer', 'é', '€uro', '𝄞', 'κόσμε'];
const OPCODES = [0, 0, 0, 1, 1, 2, 8, 9, 9, 10, 3, 15];

function payloadOf(random: Random): Buffer {
  if (random.chance(0.5)) return Buffer.from(random.pick(TEXTS));
  return Buffer.alloc(random.pick(LENGTHS), random.int(0, 255));
}

function frameOf(random: Random): Buffer {
  const payload = payloadOf(random);
  return frame(random.pick(OPCODES), payload, {
    isFinal: random.chance(0.6),
    reserved: random.chance(0.02) ? 0x40 : 0,
    key: random.chance(0.02) ? null : [1, 2, 3, 4].map(() => random.int(0, 255)),
    ...(random.chance(0.1) && { lengthBytes: payload.length < 65536 && random.chance(0.5) ? 2 : 8 }),
  });
}

/** Makes what a client sends: frames, with some bytes changed, and the end cut off now and then. */
function streamOf(random: Random): Buffer {
  const data = Buffer.concat(Array.from({ length: random.int(1, 12) }, () => frameOf(random)));
  if (random.chance(0.3))
    for (let i = random.int(1, 3); i > 0; i--) data[random.int(0, data.length - 1)]! ^= 1 << random.int(0, 7);
  if (random.chance(0.1)) return data.subarray(0, random.int(0, data.length));
  return random.chance(0.2) ? Buffer.concat([data, frame(CLOSE)]) : data;
}

function cutAtRandom(random: Random, data: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  const maxBytes = random.size(1, 200);
  for (let i = 0; i < data.length; i += pieces.at(-1)!.length)
    pieces.push(data.subarray(i, i + random.int(1, maxBytes)));
  return pieces;
}

/** Makes a stream from a seed's chances and has it arrive in several ways; throws when something does not hold. Gives what came of it. */
export function fuzzWebSocket(core: WebSocketCore, random: Random): Outcome {
  const data = streamOf(random);
  const limits: Limits = {
    maxMessageBytes: random.pick([10, 300, 5000]),
    maxFrameBytes: random.pick([125, 5000]),
  };
  const whole = exchange(core, [data], limits);
  assert.match(whole.calls, /^open.* close \d+/s);
  assert.ok(whole.sent.length <= data.length + MAX_EXTRA_BYTES, 'more is sent than arrived');
  const slow = { ...limits, highWatermarkBytes: random.size(1, 1000) };
  assert.equal(exchange(core, cutAtRandom(random, data), limits), whole, 'another outcome in pieces');
  assert.equal(exchange(core, cutAtRandom(random, data), slow), whole, 'another outcome with a slow client');
  return whole;
}

/** Compiles the core. */
export async function prepare(): Promise<Attempt> {
  const core = await loadWebSocket();
  return (seed) => {
    try {
      fuzzWebSocket(core, new Random(seed, 'web-socket'));
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
}
