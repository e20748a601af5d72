import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadModule } from './modules.ts';
import { run } from './run.ts';
import type { PeerScript } from './scenario.ts';

const test = suite('simulator: quiet clients');

const CLIENTS = 400;
const BUSY = 4;
/** When all have been quiet for long, but the busy ones. */
const SETTLED_US = 60_000;

/** A client that sends for 200 ms, or, a quiet one, for the first 20. */
function client(_: unknown, i: number): PeerScript {
  const times = i < BUSY ? 200 : 20;
  const send = { do: 'send', bytes: times * 8, piece: 8, gapMs: 1 } as const;
  return { name: `C${i}`, family: 4, comesMs: 1, actions: [send, { do: 'wait', ms: 200 }, { do: 'close' }] };
}

test('simulator: where a poll costs time for each client, few polls look at those that are quiet', async () => {
  const { property, message, trace } = run(
    await loadModule('echo'),
    {
      seed: 1,
      server: 'echo',
      args: ['--listen', '127.0.0.1:0', '--quiet'],
      maxConnections: 16_384,
      host: {
        poll: 'wasmtime',
        reusesHandles: false,
        maxHandles: 100_000,
        pollCostUs: 1,
        latencyMs: 0,
        bufferBytes: 256,
        backlog: 4096,
      },
      peers: Array.from({ length: CLIENTS }, client),
      upstreams: [],
      names: [],
      drainBy: 'host',
      faults: { fired: [] },
    },
    true,
  );
  assert.is(property, undefined, message);
  const polled = trace
    .filter(({ us }) => us > SETTLED_US && us < 2 * SETTLED_US)
    .flatMap(({ text }) => /^polls (\d+)/.exec(text)?.[1] ?? [])
    .map(Number);
  const many = polled.filter((count) => count > CLIENTS / 2);
  assert.ok(many.length > 0 && many.length < polled.length / 4, `${many.length} of ${polled.length} polls`);
});

test.run();
