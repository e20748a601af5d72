/** Measures echo servers: connections that send a message, wait for its echo and send the next. */
import { type Scenario, compare } from '../side-by-side/compare.ts';
import { echoPeers } from './peers.ts';

type EchoScenario = Omit<Scenario, 'peers'>;

const BASES = ['C epoll', 'node:net'];
const SIZES = { '64 bytes': 64, '1 KiB': 1024, '16 KiB': 16_384 };

function echo(connections: number, size: string, bytes: number): EchoScenario {
  const clients = `${connections.toLocaleString('en')} ${connections === 1 ? 'client' : 'clients'}`;
  return {
    name: `echo: ${clients}, ${size}`,
    bases: BASES,
    load: { protocol: 'tcp', bytes, connections },
  };
}

const SCENARIOS: EchoScenario[] = [
  ...[1, 50, 1000].flatMap((connections) =>
    Object.entries(SIZES).map(([size, bytes]) => echo(connections, size, bytes)),
  ),
  {
    name: 'echo: 50 clients, 64 KiB, four in flight',
    bases: BASES,
    load: { protocol: 'tcp', bytes: 65_536, connections: 50, depth: 4 },
  },
  {
    name: 'echo: 50 clients beside 8,000 idle ones',
    bases: BASES,
    load: { protocol: 'tcp', bytes: 64, connections: 50, idle: 8000 },
  },
];

/** Runs the scenarios that are chosen by their names. */
export async function benchEcho(isChosen: (name: string) => boolean, rounds: number): Promise<void> {
  const chosen = SCENARIOS.filter(({ name }) => isChosen(name));
  if (chosen.length === 0) return;
  const peers = await echoPeers();
  await compare(
    chosen.map((scenario) => Object.assign(scenario, { peers })),
    rounds,
  );
}
