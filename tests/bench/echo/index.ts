/** Measures echo servers: connections that send a message, wait for its echo and send the next. */
import { type Scenario, compare } from '../side-by-side/compare.ts';
import { kibPerIdle } from '../side-by-side/figures.ts';
import { group } from '../side-by-side/group.ts';
import { echoPeers } from './peers.ts';

interface EchoScenario extends Omit<Scenario, 'peers'> {
  /** All peers take part, and not only the fastest of them. */
  isWide?: boolean;
}

const BASES = ['C epoll', 'node:net'];
const SIZES = { '64 bytes': 64, '1 KiB': 1024, '16 KiB': 16_384 };
const MANY = 1000;
/** So many clients, or bytes, need some turns until all take part. */
const MANY_TIMES = { warmUpMs: 150, measureMs: 300 };
const IDLE = 10_000;
const SMALL = { protocol: 'tcp', bytes: 64, connections: 50 };

function echo(connections: number, size: string, bytes: number): EchoScenario {
  const clients = `${connections.toLocaleString('en')} ${connections === 1 ? 'client' : 'clients'}`;
  return {
    name: `echo: ${clients}, ${size}`,
    bases: BASES,
    load: { protocol: 'tcp', bytes, connections, ...(connections === MANY ? MANY_TIMES : {}) },
    isWide: connections === 50 && bytes !== SIZES['1 KiB'],
  };
}

const SCENARIOS: EchoScenario[] = [
  ...[1, 50, MANY].flatMap((connections) =>
    Object.entries(SIZES).map(([size, bytes]) => echo(connections, size, bytes)),
  ),
  {
    name: 'echo: 50 clients, 64 KiB, four in flight',
    bases: BASES,
    load: { ...SMALL, bytes: 65_536, depth: 4, ...MANY_TIMES },
  },
  {
    name: 'echo: 50 clients beside 8,000 idle ones',
    bases: BASES,
    load: { ...SMALL, idle: 8000 },
    rounds: 3,
  },
  {
    name: 'connect: 50 clients that connect, echo 64 bytes and close',
    bases: BASES,
    unit: 'connection',
    load: { ...SMALL, protocol: 'connect' },
  },
  {
    name: 'memory: 10,000 idle connections of an echo server',
    bases: ['node:net', 'Go'],
    figure: kibPerIdle(IDLE),
    load: { ...SMALL, idle: IDLE },
    first: SMALL,
    isWide: true,
  },
];

/** The scenarios of echo servers. */
export const ECHO = group(SCENARIOS, async function* measure(chosen, settings) {
  const peers = await echoPeers(settings.majors);
  const scenarios = chosen.map((scenario) =>
    Object.assign(scenario, { peers: peers.filter(({ isExtra }) => scenario.isWide || !isExtra) }),
  );
  yield* compare(scenarios, settings);
});
