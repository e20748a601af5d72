/** Measures TCP proxies before one upstream, which runs on the load generator's CPU. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Scenario, compare } from '../side-by-side/compare.ts';
import { proxyPeers, upstream } from './peers.ts';

type ProxyScenario = Omit<Scenario, 'peers' | 'upstream'>;

const MIB = 2 ** 20;
const BASES = ['HAProxy', 'node:net'];
const SMALL = { protocol: 'tcp', bytes: 64, connections: 50 };

const SCENARIOS: ProxyScenario[] = [
  { name: 'proxy: 64 bytes, 50 connections', bases: BASES, load: SMALL },
  { name: 'proxy: 16 KiB, 50 connections', bases: BASES, load: { ...SMALL, bytes: 16384 } },
  {
    name: 'proxy: a stream of 1 GiB',
    bases: BASES,
    load: { protocol: 'stream', bytes: MIB, connections: 1, warmUpMs: 100, measureMs: 400 },
    unit: 'MiB',
  },
  { name: 'proxy: 64 bytes, 1,000 connections', bases: BASES, load: { ...SMALL, connections: 1000 } },
];

/** Runs the scenarios that are chosen by their names. */
export async function benchProxy(isChosen: (name: string) => boolean, rounds: number): Promise<void> {
  const chosen = SCENARIOS.filter(({ name }) => isChosen(name));
  if (chosen.length === 0) return;
  const folder = mkdtempSync(join(tmpdir(), 'as-selectors-bench-'));
  try {
    const peers = proxyPeers(folder);
    const scenarios = chosen.map((scenario) =>
      Object.assign(scenario, {
        peers,
        upstream: upstream(`${scenario.load['protocol']}`, Number(scenario.load['bytes'])),
      }),
    );
    await compare(scenarios, rounds);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
