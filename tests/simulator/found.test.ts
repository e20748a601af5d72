import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadModule } from './modules.ts';
import { run } from './run.ts';
import type { HttpRequest, Scenario } from './scenario.ts';
import { timeLine } from './time-line.ts';

/** Days that were bad once. */
const test = suite('simulator: found');

const QUIET: Scenario = {
  seed: 1,
  server: 'echo',
  args: ['--listen', '127.0.0.1:0', '--quiet'],
  maxConnections: 16_384,
  host: {
    poll: 'wasmtime',
    reusesHandles: false,
    maxHandles: 100_000,
    pollCostUs: 0,
    latencyMs: 0,
    bufferBytes: 256,
    backlog: 4096,
  },
  peers: [],
  upstreams: [],
  names: [],
  drainBy: 'host',
  faults: { fired: [] },
};

const POST: HttpRequest = {
  method: 'POST',
  path: '/echo',
  minor: 1,
  connection: '',
  bodyBytes: 4000,
  chunkBytes: 0,
  fieldBytes: 0,
};
const HTTP_ARGS = [
  ...QUIET.args,
  '--header-timeout',
  '1',
  '--body-timeout',
  '1',
  '--keep-alive-timeout',
  '5',
];

const FOUND: [what: string, scenario: Partial<Scenario>][] = [
  [
    'a server that can not accept its first client goes on',
    {
      peers: [{ name: 'A', family: 4, comesMs: 1, actions: [{ do: 'close' }] }],
      faults: { fired: [{ site: 'accept-limit A 1', value: 0 }] },
    },
  ],
  [
    'a drain waits, without spinning, also when no client could be accepted just before',
    {
      server: 'lines',
      args: [...QUIET.args, '--drain-on-eof'],
      peers: [
        {
          name: 'A',
          family: 4,
          comesMs: 1,
          actions: [
            { do: 'read', rate: 0 },
            { do: 'send', bytes: 2000, piece: 40, gapMs: 0 },
            { do: 'vanish' },
          ],
        },
        { name: 'B', family: 4, comesMs: 100, actions: [{ do: 'close' }] },
      ],
      host: { ...QUIET.host, bufferBytes: 4096 },
      drainBy: 'input',
      drainMs: 175,
      faults: { fired: [{ site: 'accept-unknown B 1', value: 0 }] },
    },
  ],
  [
    'a drained echo gives back what has arrived though room comes between two questions',
    {
      peers: [
        {
          name: 'A',
          family: 4,
          comesMs: 1,
          actions: [
            { do: 'read', rate: 0 },
            { do: 'send', bytes: 937, piece: 1, gapMs: 0, patienceMs: 1 },
            { do: 'wait', ms: 466 },
            { do: 'read', rate: -1 },
            { do: 'await-end' },
          ],
        },
      ],
      drainMs: 399,
      faults: { fired: [{ site: 'no-grant A 3', value: 0 }] },
    },
  ],
  [
    'a request that is on its way when the server drains is answered',
    {
      server: 'http',
      args: HTTP_ARGS,
      peers: [
        {
          name: 'A',
          family: 4,
          comesMs: 1,
          actions: [{ do: 'request', request: POST, piece: 20, gapMs: 0.5 }, { do: 'await-end' }],
        },
      ],
      drainMs: 1.2,
    },
  ],
  [
    'a body that begins just behind another has its time for itself',
    {
      server: 'http',
      args: HTTP_ARGS,
      peers: [
        {
          name: 'A',
          family: 4,
          comesMs: 1,
          actions: [
            { do: 'request', request: { ...POST, bodyBytes: 12_800 }, piece: 20_000, gapMs: 0 },
            { do: 'request', request: POST, piece: 4000, gapMs: 0, patienceMs: 5 },
            { do: 'await-end' },
          ],
        },
      ],
      host: { ...QUIET.host, latencyMs: 5 },
    },
  ],
];

for (const [what, scenario] of FOUND) {
  test(`simulator: ${what}`, async () => {
    const whole = { ...QUIET, ...scenario };
    const { property, message, trace, fired } = run(await loadModule(whole.server), whole, true);
    assert.is(property, undefined, `${message}\n${timeLine(trace)}`);
    assert.equal({ fired }, whole.faults); // else it is another day
  });
}

test.run();
