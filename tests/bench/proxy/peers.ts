import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { componentFile } from '../../contract/hosts.ts';
import { provideNode } from '../../../host/tools/node-versions.ts';
import { findProgram } from '../../support/program.ts';
import { leaveOut } from '../side-by-side/left-out.ts';
import { type Peer, onHosts } from '../side-by-side/peer.ts';
import { compilePeer, compileUpstream, peerFile, versionOf } from '../side-by-side/programs.ts';

/** Gives the server behind the proxies; `protocol`: `tcp` echoes, `stream` sends without end. */
export function upstream(protocol: string, messageBytes: number): Peer {
  const program = compileUpstream();
  const mode = protocol === 'stream' ? 'stream' : 'echo';
  return {
    name: 'the upstream',
    command: (port) => [program!, mode, `${port}`, `${messageBytes}`],
  };
}

function haproxy(program: string, folder: string, name: string, options: string): Peer {
  return {
    name: `${name} ${versionOf(program, '-v')}`,
    command: (port, upstreamPort) => {
      const file = join(folder, `${port}.cfg`);
      const text = readFileSync(peerFile('haproxy.cfg'), 'utf8');
      const known = { port: `${port}`, upstream: `${upstreamPort}`, options };
      writeFileSync(
        file,
        Object.entries(known).reduce((all, [key, value]) => all.replaceAll(`{${key}}`, value), text),
      );
      return [program, '-f', file];
    },
  };
}

/** Gives all proxies that can be had, and says which can't. `folder`: for their configurations. */
export function proxyPeers(folder: string, majors: readonly string[]): Peer[] {
  const peers: Peer[] = [];
  const program = findProgram('haproxy');
  if (program === undefined) leaveOut('HAProxy', 'it is not there');
  else
    peers.push(
      haproxy(program, folder, 'HAProxy', ''),
      haproxy(program, folder, 'splicing HAProxy', '  option splice-auto'),
    );
  for (const major of majors)
    peers.push({
      name: `node:net pipe, Node ${major}`,
      command: (port, upstreamPort) => [
        provideNode(major),
        peerFile('pipe.mjs'),
        `${port}`,
        `${upstreamPort}`,
      ],
      node: major,
    });
  const relay = compilePeer('relay');
  if (relay)
    peers.push({
      name: 'C relay',
      command: (port, upstreamPort) => [relay, `${port}`, `${upstreamPort}`],
    });
  const files = { '0.2': componentFile('proxy'), '0.3': componentFile('proxy', '0.3') };
  peers.push(
    ...onHosts(majors, 'proxy', files, (upstreamPort) => ['--upstream', `127.0.0.1:${upstreamPort}`]),
  );
  return peers;
}
