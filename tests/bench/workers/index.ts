/**
 * Measures what a second worker brings: an HTTP server on all CPUs. Requests are pipelined, so that the generator, which shares the CPUs
 * here, takes little of them: its share stands in the table.
 */
import { compileGuest } from '../../contract/guest.ts';
import { provideNode } from '../../../host/tools/node-versions.ts';
import { compare } from '../side-by-side/compare.ts';
import { rateOf } from '../side-by-side/figures.ts';
import { withFolder } from '../side-by-side/folder.ts';
import { group } from '../side-by-side/group.ts';
import type { Peer } from '../side-by-side/peer.ts';
import { peerFile } from '../side-by-side/programs.ts';

const COUNTS = [1, 2];
const SCENARIO = {
  name: 'workers: http pipelined by 16, two against one',
  bases: ['1 worker'],
  unit: 'message',
  figure: rateOf('message'),
  isSpread: true,
  load: {
    protocol: 'http',
    path: '/',
    expected: 'Hello, world!',
    connections: 50,
    depth: 16,
    measureMs: 500,
  },
};

function workerPeers(majors: readonly string[], file: string, folder: string): Peer[] {
  return majors.flatMap((node) =>
    COUNTS.map((count) => ({
      name: `${count} ${count === 1 ? 'worker' : 'workers'}, Node ${node} host`,
      command: (port) => [provideNode(node), peerFile('workers.mjs'), `${port}`, file, `${count}`, folder],
      node,
      isOurs: true,
    })),
  );
}

/** The scenario of workers. */
export const WORKERS = group([SCENARIO], ([scenario], settings) =>
  withFolder(async function* measure(folder) {
    const file = await compileGuest('tests/bench/guests/http');
    yield* compare([{ ...scenario!, peers: workerPeers(settings.majors, file, folder) }], settings);
  }),
);
