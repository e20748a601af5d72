/** Measures HTTP and WebSocket servers. */
import { writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Scenario, compare } from '../side-by-side/compare.ts';
import { kibPerIdle } from '../side-by-side/figures.ts';
import { withFolder } from '../side-by-side/folder.ts';
import { group } from '../side-by-side/group.ts';
import { type Route, httpPeers } from './peers.ts';

type HttpScenario = Omit<Scenario, 'peers'> & { route: Route };

const FILE_BYTES = 1024 * 1024;
const IDLE = 10_000;
const PAGE = { protocol: 'http', path: '/', expected: 'Hello, world!', connections: 50 };
const NODE = ['node:http'];

const SCENARIOS: HttpScenario[] = [
  { name: 'http: GET /, 13 bytes, 50 connections', route: 'page', bases: NODE, load: PAGE },
  { name: 'http: pipelined by 16', route: 'page', bases: NODE, load: { ...PAGE, depth: 16 } },
  {
    name: 'http: POST of 16 KiB, echoed',
    route: 'echo',
    bases: NODE,
    load: { ...PAGE, path: '/echo', bytes: 16384 },
  },
  {
    name: 'http: file of 1 MiB, 10 connections',
    route: 'file',
    bases: NODE,
    load: { ...PAGE, path: '/file', connections: 10 },
  },
  {
    name: 'websocket: echo of 64 bytes',
    route: 'websocket',
    bases: ['ws'],
    load: { protocol: 'websocket', path: '/ws', bytes: 64, connections: 50 },
  },
  {
    name: 'http: GET / beside 10,000 idle connections',
    route: 'page',
    bases: NODE,
    figure: kibPerIdle(IDLE),
    load: { ...PAGE, idle: IDLE },
    first: PAGE,
  },
];

/** The scenarios of HTTP and WebSocket. */
export const HTTP = group(SCENARIOS, (chosen, settings) =>
  withFolder(async function* measure(folder) {
    const file = join(folder, 'file');
    writeFileSync(file, randomBytes(FILE_BYTES));
    const peers = await httpPeers(folder, settings.majors);
    const scenarios = chosen.map((scenario) => ({
      ...scenario,
      load: scenario.route === 'file' ? { ...scenario.load, file } : scenario.load,
      peers: peers.filter(({ routes }) => routes.includes(scenario.route)),
    }));
    yield* compare(scenarios, settings);
  }),
);
