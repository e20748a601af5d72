/** Measures a component of another language, an echo server with tokio, on each host. */
import { provideNode } from '../../../host/tools/node-versions.ts';
import { WASMTIME_RUN, provideWasmtime } from '../../../host/tools/wasmtime.ts';
import { CLI } from '../../contract/hosts.ts';
import { transpileComponent } from '../../contract/jco/transpile.ts';
import { missingRust } from '../../support/rust.ts';
import { type Scenario, compare } from '../side-by-side/compare.ts';
import { withFolder } from '../side-by-side/folder.ts';
import { group } from '../side-by-side/group.ts';
import { leaveOut } from '../side-by-side/left-out.ts';
import type { Peer } from '../side-by-side/peer.ts';
import { compileTokio, peerFile } from '../side-by-side/programs.ts';
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

/** Gives the echo server on each host; `folder`: for what jco makes. */
async function peers(component: string, folder: string, majors: readonly string[]): Promise<Peer[]> {
  const native = compileTokio();
  const ours = await transpileComponent(component);
  const shim = await transpileForShim(component, folder);
  const onNode = (name: string, ...args: string[]): Peer[] =>
    majors.map((major) => ({
      name: `${name}, Node ${major}`,
      command: (port) => [provideNode(major), ...args, `${port}`],
      node: major,
    }));
  return [
    ...onNode('node:net', peerFile('node-net.mjs')),
    ...(native ? [{ name: 'tokio, native', command: (port: number) => [native, `${port}`] }] : []),
    ...onNode('as-selectors run', CLI[1]!, 'run', '--allow-all', component),
    ...onNode('as-selectors/jco', ours),
    ...(shim ? onNode('preview2-shim', shim) : []),
    { name: 'wasmtime', command: (port) => [provideWasmtime(), ...WASMTIME_RUN, component, `${port}`] },
  ];
}

/** The scenarios of components of other languages. */
export const FOREIGN = group(SCENARIOS, async function* (chosen, settings) {
  const missing = missingRust();
  const component = missing === undefined ? compileTokio('wasm32-wasip2') : undefined;
  if (component === undefined) return leaveOut('rust', missing ?? 'cargo is not there');
  yield* withFolder(async function* (folder) {
    const all = await peers(component, folder, settings.majors);
    yield* compare(
      chosen.map((scenario) => Object.assign(scenario, { peers: all })),
      settings,
    );
  });
});
