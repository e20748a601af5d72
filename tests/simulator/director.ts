import type { Address } from '../../host/engines/engine.ts';
import { failure } from '../../host/engines/outcome.ts';
import type { Checks } from './checks.ts';
import type { FaultSource } from './fault-source.ts';
import type { LinkPeer } from './kernel/link.ts';
import { type Attempt, keyOf } from './kernel/network.ts';
import type { SimEngine } from './kernel/sim-engine.ts';
import { ChatOracle, type Speakers } from './peers/chat-oracle.ts';
import { EchoOracle } from './peers/echo-oracle.ts';
import { HttpOracle, type HttpLimits } from './peers/http-oracle.ts';
import { LinesOracle } from './peers/lines-oracle.ts';
import type { Oracle } from './peers/oracle.ts';
import { type Choice, FIRST_UPSTREAM, ProxyOracle } from './peers/proxy-oracle.ts';
import { type Parties, RelayOracle } from './peers/relay-oracle.ts';
import { Talker } from './peers/talker.ts';
import { UdpPeer } from './peers/udp-peer.ts';
import { WebSocketOracle } from './peers/web-socket-oracle.ts';
import type { Action, PeerScript, Scenario } from './scenario.ts';
import { Violation, type World } from './world.ts';

const WATCH_MS = 1000;
/** When nothing at all has gone on for so long, it never will. */
const STUCK_US = 60_000_000;
/** How long nobody does anything before the host stops listening, and how many calls the server may make meanwhile for itself
 * and for each connection, whose time may be over. */
const IDLE_MS = 3000;
const MAX_IDLE_CALLS = 60;
/** After the host has stopped listening: when those who are still there go. */
const LAST_ORDERS_MS = 5000;

/** Brings the peers in, sees that nobody waits for ever, and ends the run. */
export class Director implements Choice {
  isDraining = false;
  failedAttempts = 0;
  private readonly talkers: Talker[] = [];
  private readonly udpPeers: UdpPeer[] = [];
  private readonly speakers: Speakers = new Map();
  private readonly parties: Parties = new Map();
  private coming: number;
  private attempts = 0;
  private isEnding = false;

  constructor(
    private readonly world: World,
    private readonly engine: SimEngine,
    private readonly faults: FaultSource,
    private readonly checks: Checks,
    private readonly scenario: Scenario,
  ) {
    const { peers, server, drainMs } = scenario;
    this.coming = peers.length;
    peers.forEach((peer, i) => {
      const come = server === 'udp-echo' ? () => this.sendFrom(peer, i) : () => this.bring(peer, i);
      world.after(peer.comesMs, come);
    });
    if (drainMs !== undefined) world.after(drainMs, () => this.drain());
    if (server === 'udp-echo') this.receiveDatagrams();
    engine.network.nextAttempt = (address) => this.answer(address);
    world.after(WATCH_MS, this.watch);
  }

  /** What must be so when the server has ended. */
  checkEnd(): void {
    if (!this.isDraining) throw new Violation('exit code', 'the server ended before it was told to');
    const isDisturbed = this.faults.fired.length > 0 || this.scenario.drainMs !== undefined;
    for (const peer of this.udpPeers) peer.check(isDisturbed);
  }

  /** How many upstreams each client may try; undefined: clients may be turned away for other reasons. */
  get choices(): number | undefined {
    const { args } = this.scenario;
    if (args.includes('--max-upstream-connections') || this.faults.fired.length > 0) return undefined;
    return args[args.indexOf('--upstream') + 1]!.split(',').length;
  }

  private bring(script: PeerScript, i: number): void {
    this.coming--;
    const talker = this.makeTalker(script, addressOf(script.family, i), i);
    this.engine.network.connect(talker, script.family, (link) => {
      if (link === undefined) talker.refused();
      else talker.start(link);
    });
  }

  private makeTalker(
    { name, actions }: Pick<PeerScript, 'name' | 'actions'>,
    address: Address,
    id: number,
  ): Talker {
    const oracle = this.makeOracle(name, id, actions);
    const talker = new Talker(this.world, name, address, actions, oracle, () => {
      if (oracle instanceof RelayOracle) oracle.isGone = true;
    });
    this.talkers.push(talker);
    return talker;
  }

  private makeOracle(name: string, id: number, actions: Action[]): Oracle {
    const { server } = this.scenario;
    if (server === 'lines') return new LinesOracle(name, this);
    if (server === 'http') return new HttpOracle(name, this, id, this.world, limitsOf(this.scenario));
    if (server === 'web-socket') return new WebSocketOracle(name, this, id, this.world);
    if (server === 'chat')
      return new ChatOracle(name, this, this.speakers, !actions.some((action) => action.do === 'read'));
    if (server === 'proxy') return new ProxyOracle(name, this, id, this.parties, this);
    if (server === 'relay') return new RelayOracle(name, this, id, this.parties);
    return new EchoOracle(name, this, id);
  }

  private sendFrom(script: PeerScript, i: number): void {
    this.coming--;
    const address = addressOf(script.family, i);
    const peer = new UdpPeer(this.world, this.engine, script.name, address, script.actions, i);
    this.udpPeers.push(peer);
    peer.play();
  }

  private receiveDatagrams(): void {
    this.engine.network.deliver = (to, bytes) => {
      const peer = this.udpPeers.find(({ address }) => keyOf(address) === keyOf(to));
      if (peer === undefined)
        throw new Violation('every byte in order and once', `a datagram for nobody: ${keyOf(to)}`);
      peer.receive(bytes);
    };
  }

  /** The server connects to somebody. */
  private answer(_to: Address): Attempt {
    const { upstreams } = this.scenario;
    const n = this.attempts++;
    const script = upstreams[n % upstreams.length] ?? { how: 'refuse', afterMs: 0, actions: [], name: 'U' };
    if (script.how !== 'accept') this.failedAttempts++;
    const outcomes = { accept: 0, refuse: failure('connection-refused'), unreachable: failure('remote-unreachable'), never: undefined }; // prettier-ignore
    let talker: Talker | undefined;
    return {
      outcome: outcomes[script.how],
      afterMs: script.afterMs,
      peer: (address): LinkPeer => {
        const name =
          n < upstreams.length ? script.name : `${script.name}.${Math.floor(n / upstreams.length)}`;
        talker = this.makeTalker({ name, actions: script.actions }, address, FIRST_UPSTREAM + n);
        return talker;
      },
      connected: (link) => talker!.start(link),
    };
  }

  private readonly watch = (): void => {
    const { world } = this;
    if (this.isEnding) return;
    const waiting = [...this.talkers, ...this.udpPeers].filter(({ isDone }) => !isDone);
    if (this.coming === 0 && waiting.length === 0) {
      this.isEnding = true;
      world.after(IDLE_MS, () => this.rest(this.checks.calls));
      return;
    }
    if (world.nowUs - world.progressUs > STUCK_US && this.coming === 0) this.blame(waiting);
    world.after(WATCH_MS, this.watch);
  };

  /** Nobody is there, or does anything: nor does the server. */
  private rest(callsBefore: number): void {
    this.world.after(IDLE_MS, () => {
      const calls = this.checks.calls - callsBefore;
      if (calls > MAX_IDLE_CALLS * (1 + this.talkers.length))
        throw new Violation('no spinning', `${calls} calls in ${IDLE_MS} ms in which nothing happened`);
      this.drain();
      this.world.after(LAST_ORDERS_MS, () => this.closeUp());
    });
  }

  private closeUp(): void {
    for (const talker of this.talkers) talker.giveUp();
    this.world.after(STUCK_US / 1000, () => {
      throw new Violation('nobody waits for ever', 'all have left, and the server does not end');
    });
  }

  private drain(): void {
    if (this.isDraining) return;
    this.isDraining = true;
    const isByInput = this.scenario.drainBy === 'input';
    this.world.tell('host', isByInput ? 'ends standard input' : 'stops listening');
    for (const talker of this.talkers) talker.noteDrain();
    this.faults.end('blocked-read');
    if (isByInput) this.engine.endInput();
    else this.engine.stopListening();
    this.engine.wake();
  }

  private blame(waiting: (Talker | UdpPeer)[]): never {
    const [first] = waiting;
    const what = first instanceof Talker ? `${first.name} waits for ${first.waitsFor}` : 'somebody waits';
    const others = waiting.length === 1 ? '' : `, and ${waiting.length - 1} more wait`;
    throw new Violation('nobody waits for ever', what + others);
  }
}

function limitsOf({ args }: Scenario): HttpLimits {
  const us = (name: string): number => Number(args[args.indexOf(name) + 1]) * 1e6;
  return {
    headerUs: us('--header-timeout'),
    bodyUs: us('--body-timeout'),
    keepAliveUs: us('--keep-alive-timeout'),
  };
}

function addressOf(family: 4 | 6, i: number): Address {
  const parts = family === 4 ? [10, 0, i >> 8, i & 255] : [0x2001, 0xdb8, 0, 0, 0, 0, 0, i + 1];
  return { family, port: 40_000 + (i % 20_000), parts, flowInfo: 0, scopeId: 0 };
}
