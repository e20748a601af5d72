/** Measures chats: one large room, and many who say nothing. The figure is CPU time for each line that arrives at someone. */
import { componentFile } from '../../contract/hosts.ts';
import { type Scenario, compare } from '../side-by-side/compare.ts';
import { kibPerIdle } from '../side-by-side/figures.ts';
import { group } from '../side-by-side/group.ts';
import { leaveOut } from '../side-by-side/left-out.ts';
import { type Peer, onHosts } from '../side-by-side/peer.ts';
import { compileGo } from '../side-by-side/programs.ts';

const BASES = ['Go'];
const IDLE = 10_000;
/** What comes first, where a server is measured afresh: a small room. */
const FIRST = { protocol: 'chat', connections: 10, rate: 10, warmUpMs: 500, measureMs: 1000 };
const ROOM = { ...FIRST, connections: 1000, rate: 100, measureMs: 2000 };
const SCENARIOS: Omit<Scenario, 'peers'>[] = [
  { name: 'chat: 1,000 in one room, 100 lines a second', bases: BASES, unit: 'line', load: ROOM, rounds: 2 },
  {
    name: 'chat: 10,000 idle clients in rooms of 100',
    bases: BASES,
    unit: 'line',
    figure: kibPerIdle(IDLE),
    load: { ...FIRST, idle: IDLE },
    first: FIRST,
  },
];

function chatPeers(majors: readonly string[]): Peer[] {
  const peers: Peer[] = [];
  const go = compileGo('chat');
  if (go === undefined) leaveOut('Go', 'it is not there');
  else peers.push({ name: 'Go', command: (port) => [go, `${port}`] });
  const files = { '0.2': componentFile('chat'), '0.3': componentFile('chat', '0.3') };
  const args = ['--listen-http', 'off', '--rate', '0'];
  return [...peers, ...onHosts(majors, 'chat', files, () => args)];
}

/** The scenarios of chats. */
export const CHAT = group(SCENARIOS, (chosen, settings) => {
  const peers = chatPeers(settings.majors);
  return compare(
    chosen.map((scenario) => Object.assign(scenario, { peers })),
    settings,
  );
});
