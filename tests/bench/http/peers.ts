import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileGuest } from '../../contract/guest.ts';
import { leaveOut } from '../side-by-side/left-out.ts';
import { type Peer, onHosts } from '../side-by-side/peer.ts';
import { findProgram } from '../../support/program.ts';
import { provideNode } from '../../../host/tools/node-versions.ts';
import {
  compileGo,
  compilePeer,
  peerFile,
  provideBun,
  provideDeno,
  versionOf,
} from '../side-by-side/programs.ts';

/** What a server can be asked for: `/`, `/echo`, `/file`, or the WebSocket `/ws`. */
export type Route = 'page' | 'echo' | 'file' | 'websocket';

/** An HTTP server to measure. */
interface HttpPeer extends Peer {
  routes: readonly Route[];
}

const HTTP: readonly Route[] = ['page', 'echo', 'file'];

function onNode(major: string, folder: string): HttpPeer[] {
  const node = provideNode(major);
  const run = (name: string, file: string, routes: readonly Route[]): HttpPeer => ({
    name: `${name}, Node ${major}`,
    routes,
    command: (port) => [node, peerFile(file), String(port), folder],
    node: major,
  });
  return [run('node:http', 'node-http.mjs', HTTP), run('ws', 'ws.mjs', ['websocket'])];
}

/** A guest of this folder's neighbour, on each host. */
async function ours(
  majors: readonly string[],
  name: string,
  guest: string,
  routes: readonly Route[],
  folder?: string,
): Promise<HttpPeer[]> {
  const files = {
    '0.2': await compileGuest(`tests/bench/guests/${guest}`),
    '0.3': await compileGuest(`tests/bench/guests/${guest}`, '0.3'),
  };
  const root = folder === undefined ? [] : ['--root', folder];
  const peers = onHosts(majors, name, files, () => root, folder === undefined ? {} : { folder });
  return peers.map((peer) => Object.assign(peer, { routes }));
}

function nginx(program: string, folder: string): (port: number) => string[] {
  return (port) => {
    const file = join(folder, 'nginx.conf');
    const text = readFileSync(peerFile('nginx.conf'), 'utf8');
    writeFileSync(file, text.replaceAll('{port}', String(port)).replaceAll('{folder}', folder));
    return [program, '-c', file];
  };
}

function named(name: string, program: string | undefined, flag?: string): string {
  return program === undefined ? name : `${name} ${versionOf(program, flag)}`;
}

/** Gives all peers that can be had, and says which can't. `folder`: holds `file`, for /file. */
export async function httpPeers(folder: string, majors: readonly string[]): Promise<HttpPeer[]> {
  const peers = majors.flatMap((major) => onNode(major, folder));
  const add = (
    name: string,
    program: string | undefined,
    routes: readonly Route[],
    command: (program: string, port: number) => string[],
  ): void => {
    if (program === undefined) leaveOut(name, 'it is not there');
    else peers.push({ name, routes, command: (port) => command(program, port) });
  };
  const [bun, deno, go, web] = [provideBun(), provideDeno(), findProgram('go'), findProgram('nginx')];
  add(named('Bun', bun), bun, [...HTTP, 'websocket'], (program, port) => [
    program,
    peerFile('bun.mjs'),
    String(port),
    folder,
  ]);
  add(named('Deno', deno), deno, [...HTTP, 'websocket'], (program, port) => [
    program,
    'run',
    '--allow-all',
    '--no-config',
    peerFile('deno.mjs'),
    String(port),
    folder,
  ]);
  add(named('Go', go, 'version'), compileGo('http'), HTTP, (program, port) => [
    program,
    String(port),
    folder,
  ]);
  add(named('nginx', web, '-v'), web, ['page', 'file'], (program, port) => nginx(program, folder)(port));
  add('C, no parser', compilePeer('floor'), ['page'], (program, port) => [program, String(port)]);
  peers.push(...(await ours(majors, 'loop, no parser', 'http-floor', ['page'])));
  peers.push(...(await ours(majors, 'as-selectors', 'http', [...HTTP, 'websocket'], folder)));
  return peers;
}
