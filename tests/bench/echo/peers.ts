import { compileGuest } from '../../contract/guest.ts';
import { componentFile } from '../../contract/hosts.ts';
import { provideNode } from '../../../host/tools/node-versions.ts';
import { findProgram } from '../../support/program.ts';
import { MAJORS, type Peer, onHosts } from '../side-by-side/peer.ts';
import {
  compileEcho,
  compileGo,
  peerFile,
  provideBun,
  provideDeno,
  versionOf,
} from '../side-by-side/programs.ts';

/** An echo server to measure. */
export interface EchoPeer extends Peer {
  /** Left out where only the fastest and ours are compared. */
  isExtra?: boolean;
}

function onNode(major: string): EchoPeer {
  return {
    name: `node:net, Node ${major}`,
    command: (port) => [provideNode(major), peerFile('node-net.mjs'), String(port)],
    node: major,
  };
}

/** Gives ours: the program on the selectors and the one on the event loop, on each host. */
async function ours(): Promise<EchoPeer[]> {
  const echo = { '0.2': componentFile('echo'), '0.3': componentFile('echo', '0.3') };
  const loop = {
    '0.2': await compileGuest('tests/bench/guests/loop-echo'),
    '0.3': await compileGuest('tests/bench/guests/loop-echo', '0.3'),
  };
  return [...onHosts('echo', echo, () => []), ...onHosts('loop', loop, () => [])];
}

/** Gives all peers that can be had, and says which can't. */
export async function echoPeers(): Promise<EchoPeer[]> {
  const peers = MAJORS.map(onNode);
  const add = (
    name: string,
    program: string | undefined,
    isExtra: boolean,
    command: (program: string, port: string) => string[],
  ): void => {
    if (program === undefined) console.log(`left out, since it is not there: ${name}`);
    else peers.push({ name, isExtra, command: (port) => command(program, String(port)) });
  };
  const [bun, deno, go, python] = [provideBun(), provideDeno(), findProgram('go'), findProgram('python3')];
  add('C epoll', compileEcho(), false, (program, port) => [program, port]);
  add('Go' + (go ? ` ${versionOf(go, 'version')}` : ''), compileGo('echo'), false, (program, port) => [
    program,
    port,
  ]);
  add('Bun' + (bun ? ` ${versionOf(bun)}` : ''), bun, true, (program, port) => [
    program,
    peerFile('bun-echo.mjs'),
    port,
  ]);
  add('Deno' + (deno ? ` ${versionOf(deno)}` : ''), deno, true, (program, port) => [
    program,
    'run',
    '--allow-net',
    '--no-config',
    peerFile('deno-echo.mjs'),
    port,
  ]);
  add('Python' + (python ? ` ${versionOf(python)}` : ''), python, true, (program, port) => [
    program,
    peerFile('selectors-echo.py'),
    port,
  ]);
  return [...peers, ...(await ours())];
}
