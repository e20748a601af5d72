/** Measures UDP echo servers. */
import { componentFile } from '../../contract/hosts.ts';
import { provideNode } from '../../../host/tools/node-versions.ts';
import { compare } from '../side-by-side/compare.ts';
import { group } from '../side-by-side/group.ts';
import { leaveOut } from '../side-by-side/left-out.ts';
import { type Peer, onHosts } from '../side-by-side/peer.ts';
import { compileGo, compilePeer, peerFile } from '../side-by-side/programs.ts';

function udpPeers(majors: readonly string[]): Peer[] {
  const programs = Object.entries({ C: compilePeer('udp'), Go: compileGo('udp') });
  const compiled = programs.flatMap(([name, program]) => {
    if (program !== undefined) return { name, command: (port: number) => [program, `${port}`] };
    leaveOut(`${name} by UDP`, 'there is no compiler');
    return [];
  });
  const onNode = majors.map((node) => ({
    name: `node:dgram, Node ${node}`,
    command: (port: number) => [provideNode(node), peerFile('node-dgram.mjs'), `${port}`],
    node,
  }));
  const files = { '0.2': componentFile('udp-echo'), '0.3': componentFile('udp-echo', '0.3') };
  const peers = [...compiled, ...onNode, ...onHosts(majors, 'udp-echo', files, () => [])];
  return peers.map((peer) => Object.assign(peer, { isDatagram: true }));
}

const SCENARIO = {
  name: 'udp: 50 clients, 64 bytes',
  bases: ['C', 'node:dgram'],
  load: { protocol: 'udp', bytes: 64, connections: 50 },
};

/** The scenario of UDP. */
export const UDP = group([SCENARIO], ([scenario], settings) =>
  compare([{ ...scenario!, peers: udpPeers(settings.majors) }], settings),
);
