/** Measures TCP proxies before one upstream, which runs on the load generator's CPU. */
import { type Scenario, compare } from '../side-by-side/compare.ts';
import { withFolder } from '../side-by-side/folder.ts';
import { group } from '../side-by-side/group.ts';
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
  {
    name: 'proxy: 64 bytes, 1,000 connections',
    bases: BASES,
    load: { ...SMALL, connections: 1000, warmUpMs: 300, measureMs: 400 },
  },
];

/** The scenarios of proxies. */
export const PROXY = group(SCENARIOS, (chosen, settings) =>
  withFolder((folder) => {
    const peers = proxyPeers(folder, settings.majors);
    const scenarios = chosen.map((scenario) => {
      const { protocol, bytes } = scenario.load;
      return Object.assign(scenario, { peers, upstream: upstream(`${protocol}`, Number(bytes)) });
    });
    return compare(scenarios, settings);
  }),
);
