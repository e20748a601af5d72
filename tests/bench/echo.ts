/** Measures the echo server beside its peers: peers take turns, each figure is the median of the rounds. */
import { fileURLToPath } from 'node:url';
import { statSync } from 'node:fs';
import { compileGuest } from '../contract/guest.ts';
import { provideNode } from '../../host/tools/node-versions.ts';
import { CLI, HOSTS, componentFile, nodeNet } from '../contract/hosts.ts';
import { firstEchoMs } from './first-echo.ts';
import type { Load } from './load.ts';
import { type Peer, type Round, measure } from './measure.ts';
import { median } from './side-by-side/statistics.ts';

interface Scenario {
  name: string;
  load: Omit<Load, 'port' | 'warmUpMs' | 'measureMs'>;
}

const TIMES = { warmUpMs: 500, measureMs: 2000 };
const SCENARIOS: Scenario[] = [
  { name: 'small: 50 clients, 64 bytes', load: { clients: 50, idle: 0, messageBytes: 64 } },
  { name: 'large: 50 clients, 16 KiB', load: { clients: 50, idle: 0, messageBytes: 16384 } },
  { name: 'crowd: 1,000 clients, 64 bytes', load: { clients: 1000, idle: 0, messageBytes: 64 } },
  { name: 'idle: 50 clients beside 8,000 idle ones', load: { clients: 50, idle: 8000, messageBytes: 64 } },
  {
    name: 'all: 1,000 clients beside 7,000 idle ones',
    load: { clients: 1000, idle: 7000, messageBytes: 64 },
  },
];
const ARGS = ['--listen', '127.0.0.1:0', '--quiet'];
const BASE = 'node:net';
/** The Nodes that the node-net engine is measured on, each against `node:net` on the same one. */
const NODE_NET_MAJORS = ['24', '26'];

function baseOf(major: string): string {
  return `${BASE}, Node ${major}`;
}

/** What a server is compared with. */
function baseFor(server: string): string {
  const major = /Node (\d+)$/.exec(server)?.[1];
  return major === undefined ? BASE : baseOf(major);
}

/** Gives the peers; `added`: each as NAME=PORT=COMMAND. */
async function echoPeers(added: readonly string[]): Promise<Peer[]> {
  const pollAll = await compileGuest('tests/bench/guests/poll-all');
  /** The echo server on the event loop, by the version of WASI that it is built for. */
  const loopEcho = {
    '0.2': await compileGuest('tests/bench/guests/loop-echo'),
    '0.3': await compileGuest('tests/bench/guests/loop-echo', '0.3'),
  };
  const netServer = fileURLToPath(new URL('./peers/node-net.mjs', import.meta.url));
  const others = added.map((text) => {
    const [name, port, command] = text.split('=') as [string, string, string];
    return { name, port: Number(port), command: command.split(' ') };
  });
  return [
    { name: BASE, command: [process.execPath, netServer] },
    ...NODE_NET_MAJORS.map((major) => ({ name: baseOf(major), command: [provideNode(major), netServer] })),
    ...HOSTS.concat(nodeNet('26')).map((host) => ({
      name: `echo on ${host.name}`,
      command: [...host.command('echo'), ...ARGS],
    })),
    ...HOSTS.map((host) => ({
      name: `on the event loop, ${host.name}`,
      command: [...host.run(loopEcho[host.version]), ...ARGS],
    })),
    ...HOSTS.filter(({ name }) => name === 'wasmtime, WASI 0.2').map((host) => ({
      name: `polling all on ${host.name}`,
      command: host.run(pollAll),
    })),
    ...others,
  ];
}

async function run(scenario: Scenario, peers: Peer[], roundCount: number): Promise<void> {
  const rounds = new Map<string, Round[]>();
  for (let i = 0; i < roundCount; i++) {
    for (const peer of peers) {
      const round = await measure(peer, { ...scenario.load, ...TIMES });
      rounds.set(peer.name, [...(rounds.get(peer.name) ?? []), round]);
    }
  }
  const of = (name: string, key: keyof Round): number => median(rounds.get(name)!.map((round) => round[key]));
  const rows = [...rounds.keys()].map((name) => ({
    server: name,
    'CPU µs/message': Number(of(name, 'cpuUs').toFixed(2)),
    [`of ${BASE}`]: Number((of(name, 'cpuUs') / of(baseFor(name), 'cpuUs')).toFixed(2)),
    'messages/s': Math.round((of(name, 'messages') / of(name, 'elapsedMs')) * 1000),
    'p50 µs': of(name, 'p50Us'),
    'p99 µs': of(name, 'p99Us'),
    'least served': of(name, 'minServed'),
    'most served': of(name, 'maxServed'),
    'RSS MiB': Math.round(of(name, 'rssKib') / 1024),
    'KiB/idle client': Number(of(name, 'rssKibPerIdle').toFixed(1)),
  }));
  console.log(`\n${scenario.name} (median of ${roundCount})`);
  console.table(rows);
}

/** Runs the scenarios that are chosen by their names. */
export async function benchEcho(
  isChosen: (name: string) => boolean,
  roundCount: number,
  added: readonly string[],
): Promise<void> {
  const chosen = SCENARIOS.filter(({ name }) => isChosen(name));
  if (chosen.length === 0) return;
  console.log(`echo component: ${statSync(componentFile('echo')).size} bytes`);
  const starts: number[] = [];
  for (let i = 0; i < roundCount; i++) starts.push(await firstEchoMs([...CLI, 'echo', ...ARGS]));
  console.log(`first echo of a fresh "as-selectors echo": ${Math.round(median(starts))} ms`);
  const peers = await echoPeers(added);
  for (const scenario of chosen) await run(scenario, peers, roundCount);
}
