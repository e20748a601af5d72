/** What a NATS server might send, mostly right, and what must hold for all of it: it is understood the same in whatever pieces it comes. */
import * as assert from 'uvu/assert';
import { Random } from '../simulator/random.ts';
import { loadNats, toldOf } from '../support/nats-parser.ts';
import type { Attempt } from './attempt.ts';

const INFOS = ['{}', '{"max_payload":9,"ldm":false}', '{"connect_urls":["a:1","[::1]:2"],"x":{"y":[1,"z"]}}'];
const LINES = ['PING', 'PONG', '+OK', "-ERR 'Stale Connection'", '-ERR', 'ping', 'HMSG a 1 0 0', ''];

function commandOf(random: Random): string {
  if (random.chance(0.2)) return `INFO ${random.pick(INFOS)} \r\n`;
  if (random.chance(0.4)) return `${random.pick(LINES)}\r\n`;
  const payload = 'x\r\n'.repeat(random.size(1, 20)).slice(0, random.int(0, 40));
  const length = random.chance(0.03) ? random.int(0, 50) : payload.length;
  return `MSG a.b ${random.int(0, 99)}${random.pick(['', ' re.ply'])} ${length}\r\n${payload}\r\n`;
}

function streamOf(random: Random): Buffer {
  const commands = Array.from({ length: random.int(1, 10) }, () => commandOf(random));
  const data = Buffer.from(`INFO ${random.pick(INFOS)} \r\n${commands.join('')}`);
  if (random.chance(0.4))
    for (let i = random.int(1, 3); i > 0; i--) data[random.int(0, data.length - 1)]! ^= 1 << random.int(0, 7);
  return data;
}

function* cutAtRandom(random: Random, data: Buffer): Generator<Buffer> {
  const maxBytes = random.size(1, 100);
  for (let i = 0, bytes = 0; i < data.length; i += bytes) {
    bytes = random.int(1, maxBytes);
    yield data.subarray(i, i + bytes);
  }
}

/** Compiles the core. */
export async function prepare(): Promise<Attempt> {
  const core = await loadNats();
  return (seed) => {
    const random = new Random(seed, 'nats');
    const data = streamOf(random);
    try {
      const whole = toldOf(core, [data]);
      assert.ok(whole.length <= data.length / 4, 'more is told than has arrived');
      for (let i = 0; i < 4; i++)
        assert.equal(toldOf(core, cutAtRandom(random, data)), whole, 'another outcome in pieces');
      return '';
    } catch (error) {
      return `${(error as Error).message}\n${JSON.stringify(data.toString('latin1'))}`;
    }
  };
}
