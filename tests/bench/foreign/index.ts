/** Measures a component of another language, an echo server with tokio, on each host. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideNode } from '../../../host/tools/node-versions.ts';
import { WASMTIME_RUN, provideWasmtime } from '../../../host/tools/wasmtime.ts';
import { CLI } from '../../contract/hosts.ts';
import { transpileComponent } from '../../contract/jco/transpile.ts';
import { missingRust } from '../../support/rust.ts';
import { type Scenario, compare } from '../side-by-side/compare.ts';
import { MAJORS, type Peer } from '../side-by-side/peer.ts';
import { compileRust, peerFile } from '../side-by-side/programs.ts';
import { transpileForShim } from './transpiled.ts';

const BASES = ['node:net', 'preview2-shim'];
const SCENARIOS: Omit<Scenario, 'peers'>[] = [
  {
    name: 'rust: 64 bytes, 50 connections',
    bases: BASES,
    load: { protocol: 'tcp', bytes: 64, connections: 50 },
  },
  {
    name: 'rust: 16 KiB, 50 connections',
    bases: BASES,
    load: { protocol: 'tcp', bytes: 16384, connections: 50 },
  },
];

/** Gives a peer that Node runs, on each Node; its last argument is its address. */
function onNode(name: string, ...args: string[]): Peer[] {
  return MAJORS.map((major) => ({
    name: `${name}, Node ${major}`,
    command: (port) => [provideNode(major), ...args, `127.0.0.1:${port}`],
    node: major,
  }));
}

/** Gives the echo server on each host; `folder`: for what jco makes. */
async function peers(folder: string): Promise<Peer[]> {
  const component = compileRust('tokio-echo', 'wasm32-wasip2');
  const native = compileRust('tokio-echo');
  const ours = await transpileComponent(component);
  const shim = await transpileForShim(component, folder);
  return [
    ...MAJORS.map((major) => ({
      name: `node:net, Node ${major}`,
      command: (port: number) => [provideNode(major), peerFile('node-net.mjs'), `${port}`],
      node: major,
    })),
    { name: 'tokio, native', command: (port) => [native, `127.0.0.1:${port}`] },
    ...onNode('as-selectors run', CLI[1]!, 'run', '--allow-all', component),
    ...onNode('as-selectors/jco', ours),
    ...(shim ? onNode('preview2-shim', shim) : []),
    {
      name: 'wasmtime',
      command: (port) => [provideWasmtime(), ...WASMTIME_RUN, component, `127.0.0.1:${port}`],
    },
  ];
}

/** Runs the scenarios that are chosen by their names. */
export async function benchForeign(isChosen: (name: string) => boolean, rounds: number): Promise<void> {
  const chosen = SCENARIOS.filter(({ name }) => isChosen(name));
  if (chosen.length === 0) return;
  const missing = missingRust();
  if (missing !== undefined) return console.log(`left out, the scenarios in Rust: ${missing}`);
  const folder = mkdtempSync(join(tmpdir(), 'as-selectors-bench-'));
  try {
    const all = await peers(folder);
    await compare(
      chosen.map((scenario) => Object.assign(scenario, { peers: all })),
      rounds,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
