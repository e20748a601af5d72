/** Measures chats: one large room, and many who say nothing. The figure is CPU time for each line that arrives at someone. */
import { componentFile } from '../../contract/hosts.ts';
import { type Scenario, compare } from '../side-by-side/compare.ts';
import { type Peer, onHosts } from '../side-by-side/peer.ts';
import { compileGo } from '../side-by-side/programs.ts';

const BASES = ['Go'];
/** What comes first, where a server is measured afresh: a small room. */
const FIRST = { protocol: 'chat', connections: 10, rate: 10, warmUpMs: 500, measureMs: 1000 };
const ROOM = { ...FIRST, connections: 1000, rate: 100, measureMs: 4000 };
const SCENARIOS: Omit<Scenario, 'peers'>[] = [
  { name: 'chat: 1,000 in one room, 100 lines a second', bases: BASES, unit: 'line', load: ROOM },
  {
    name: 'chat: 10,000 idle clients in rooms of 100',
    bases: BASES,
    unit: 'line',
    load: { ...FIRST, idle: 10_000 },
    first: FIRST,
  },
];

function chatPeers(): Peer[] {
  const peers: Peer[] = [];
  const go = compileGo('chat');
  if (go === undefined) console.log('left out, since it is not there: Go');
  else peers.push({ name: 'Go', command: (port) => [go, `${port}`] });
  const files = { '0.2': componentFile('chat'), '0.3': componentFile('chat', '0.3') };
  const args = ['--listen-http', 'off', '--rate', '0'];
  return [...peers, ...onHosts('chat', files, () => args)];
}

/** Runs the scenarios that are chosen by their names. */
export async function benchChat(isChosen: (name: string) => boolean, rounds: number): Promise<void> {
  const chosen = SCENARIOS.filter(({ name }) => isChosen(name));
  if (chosen.length === 0) return;
  const peers = chatPeers();
  await compare(
    chosen.map((scenario) => Object.assign(scenario, { peers })),
    rounds,
  );
}
