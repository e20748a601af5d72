import { compileGuest } from '../../contract/guest.ts';
import { componentFile, nodeNet } from '../../contract/hosts.ts';
import { provideNode } from '../../../host/tools/node-versions.ts';
import { WASMTIME_RUN, provideWasmtime } from '../../../host/tools/wasmtime.ts';
import { findProgram } from '../../support/program.ts';
import { leaveOut } from '../side-by-side/left-out.ts';
import { type Peer, onHosts } from '../side-by-side/peer.ts';
import {
  compileGo,
  compilePeer,
  compilePollGuest,
  compileTokio,
  findPython,
  peerFile,
  provideBun,
  provideDeno,
  provideUvloop,
  versionOf,
} from '../side-by-side/programs.ts';

/** An echo server to measure. */
export interface EchoPeer extends Peer {
  /** Left out where only the fastest and ours are compared. */
  isExtra?: boolean;
}

/** A peer that is a program; its port follows the arguments. Without the program it is left out. */
function programPeer(
  name: string,
  program: string | undefined,
  args: string[] = [],
  isExtra = true,
): EchoPeer[] {
  if (program !== undefined) return [{ name, isExtra, command: (port) => [program, ...args, `${port}`] }];
  leaveOut(name, 'it, or its compiler, is not there');
  return [];
}

function pythonPeers(): EchoPeer[] {
  const python = findPython();
  const uvloop = python && provideUvloop();
  const name = `Python${python ? ` ${versionOf(python)}` : ''}`;
  return [
    ...programPeer(`${name}, selectors`, python, [peerFile('selectors-echo.py')]),
    ...programPeer(`${name}, uvloop`, uvloop && findProgram('env'), [
      `PYTHONPATH=${uvloop}`,
      `${python}`,
      peerFile('uvloop-echo.py'),
    ]),
  ];
}

function others(majors: readonly string[]): EchoPeer[] {
  const [bun, deno, go] = [provideBun(), provideDeno(), findProgram('go')];
  const deniable = ['run', '--allow-net', '--no-config', peerFile('deno-echo.mjs')];
  return [
    ...programPeer('C epoll', compilePeer('echo'), [], false),
    ...majors.map((node) => ({
      name: `node:net, Node ${node}`,
      command: (port: number) => [provideNode(node), peerFile('node-net.mjs'), `${port}`],
      node,
    })),
    ...programPeer(`Go${go ? ` ${versionOf(go, 'version')}` : ''}`, compileGo('echo'), [], false),
    ...programPeer('Rust, tokio', compileTokio(), [], false),
    ...programPeer(`Bun${bun ? ` ${versionOf(bun)}` : ''}`, bun, [peerFile('bun-echo.mjs')]),
    ...programPeer(`Deno${deno ? ` ${versionOf(deno)}` : ''}`, deno, deniable),
    ...pythonPeers(),
  ];
}

/** A guest that is not ours, on wasmtime. */
function foreignGuest(): EchoPeer[] {
  const file = compilePollGuest();
  const wasmtime = file && provideWasmtime();
  return programPeer('wasi-libc poll, wasmtime, WASI 0.2', wasmtime, [...WASMTIME_RUN, `${file}`], false);
}

/** Gives ours: the program on the selectors and the one on the event loop, on each host. */
async function ours(majors: readonly string[]): Promise<EchoPeer[]> {
  const echo = { '0.2': componentFile('echo'), '0.3': componentFile('echo', '0.3') };
  const loop = {
    '0.2': await compileGuest('tests/bench/guests/loop-echo'),
    '0.3': await compileGuest('tests/bench/guests/loop-echo', '0.3'),
  };
  const newest = majors.at(-1)!;
  const onNodeNet = {
    name: `echo, node-net, Node ${newest}`,
    isExtra: true,
    command: (port: number) => [
      ...nodeNet(newest).command('echo'),
      '--quiet',
      '--listen',
      `127.0.0.1:${port}`,
    ],
    node: newest,
    isOurs: true,
  };
  const onLoop = onHosts(majors, 'loop', loop, () => []).map((peer) =>
    Object.assign(peer, { isExtra: true }),
  );
  return [...onHosts(majors, 'echo', echo, () => []), onNodeNet, ...onLoop];
}

/** Gives all peers that can be had, and says which can't. */
export async function echoPeers(majors: readonly string[]): Promise<EchoPeer[]> {
  return [...others(majors), ...foreignGuest(), ...(await ours(majors))];
}
