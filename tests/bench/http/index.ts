/** Measures HTTP and WebSocket servers. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Scenario, compare } from '../side-by-side/compare.ts';
import { type Route, httpPeers } from './peers.ts';

type HttpScenario = Omit<Scenario, 'peers'> & { route: Route };

const FILE_BYTES = 1024 * 1024;
const PAGE = { protocol: 'http', path: '/', expected: 'Hello, world!', connections: 50 };
const NODE = ['node:http'];

function httpScenarios(folder: string): HttpScenario[] {
  const file = { ...PAGE, path: '/file', file: join(folder, 'file'), connections: 10 };
  const socket = { protocol: 'websocket', path: '/ws', bytes: 64, connections: 50 };
  return [
    { name: 'http: GET /, 13 bytes, 50 connections', route: 'page', bases: NODE, load: PAGE },
    { name: 'http: pipelined by 16', route: 'page', bases: NODE, load: { ...PAGE, depth: 16 } },
    {
      name: 'http: POST of 16 KiB, echoed',
      route: 'echo',
      bases: NODE,
      load: { ...PAGE, path: '/echo', bytes: 16384 },
    },
    { name: 'http: file of 1 MiB, 10 connections', route: 'file', bases: NODE, load: file },
    { name: 'websocket: echo of 64 bytes', route: 'websocket', bases: ['ws'], load: socket },
    {
      name: 'http: GET / beside 10,000 idle connections',
      route: 'page',
      bases: NODE,
      load: { ...PAGE, idle: 10_000 },
      first: PAGE,
    },
  ];
}

/** Runs the scenarios that are chosen by their names. */
export async function benchHttp(isChosen: (name: string) => boolean, rounds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'as-selectors-bench-'));
  try {
    const chosen = httpScenarios(folder).filter(({ name }) => isChosen(name));
    if (chosen.length === 0) return;
    writeFileSync(join(folder, 'file'), randomBytes(FILE_BYTES));
    chmodSync(folder, 0o755); // nginx reads it as another user
    const peers = await httpPeers(folder);
    const scenarios = chosen.map((scenario) =>
      Object.assign(scenario, { peers: peers.filter(({ routes }) => routes.includes(scenario.route)) }),
    );
    await compare(scenarios, rounds);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
