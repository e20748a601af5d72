import { makeFaults } from './generate-faults.ts';
import { chatActions } from './generate-chat.ts';
import { clientActions } from './generate-clients.ts';
import { httpActions, httpArgs } from './generate-http.ts';
import { proxyArgs, upstreamScripts } from './generate-upstreams.ts';
import { webSocketActions } from './generate-web-socket.ts';
import { Random } from './random.ts';
import type { Action, HostScript, NameScript, PeerScript, Scenario, ServerName } from './scenario.ts';

/** Most scenarios are small; now and then comes a crowd. */
const CROWD_RATE = 0.03;
const UPSTREAM_NAME = 'upstream.test';

/** Makes the scenario of a seed. */
export function makeScenario(seed: number, server: ServerName): Scenario {
  const random = new Random(seed, server);
  const isCrowd = random.chance(CROWD_RATE);
  const host = makeHost(random, isCrowd);
  const count = isCrowd ? random.int(140, 400) : random.size(1, 12);
  const hasV6 = random.chance(0.3);
  const peers = Array.from({ length: count }, (_peer, i): PeerScript => ({
    name: nameOf(i),
    family: hasV6 && random.chance(0.5) ? 6 : 4,
    comesMs: 1 + (isCrowd ? random.int(0, 20) : random.int(0, 200)),
    actions: actionsFor(server, random, host, isCrowd),
  }));
  const maxConnections = random.chance(0.2) ? random.int(1, Math.max(count - 1, 1)) : 16_384;
  const args = ['--listen', hasV6 ? 'localhost:0' : '127.0.0.1:0'];
  if (random.chance(0.8)) args.push('--quiet');
  if (maxConnections < 16_384 && server !== 'udp-echo')
    args.push('--max-connections', String(maxConnections));
  const names: NameScript[] = [];
  const drainBy = server === 'udp-echo' || (server !== 'echo' && random.chance(0.3)) ? 'input' : 'host';
  if (drainBy === 'input') args.push('--drain-on-eof');
  if (server === 'http') args.push(...httpArgs(random));
  if (server === 'relay') args.push('--to', target(random, names));
  if (server === 'chat') args.push('--listen-http', 'off', ...(random.chance(0.7) ? ['--rate', '0'] : []));
  if (server === 'proxy') args.push(...proxyArgs(random));
  return {
    seed,
    server,
    args,
    maxConnections,
    host,
    peers,
    upstreams: server === 'relay' || server === 'proxy' ? upstreamScripts(server, random, host, isCrowd) : [],
    names,
    drainBy,
    ...(random.chance(0.2) ? { drainMs: random.size(5, 3000) } : {}),
    faults: makeFaults(random),
  };
}

function makeHost(random: Random, isCrowd: boolean): HostScript {
  return {
    poll: random.chance(0.75) ? 'wasmtime' : 'node',
    reusesHandles: random.chance(0.5),
    maxHandles: random.chance(0.5) ? 100_000 : 10_000,
    pollCostUs: random.pick([0, 0.25, 1]),
    latencyMs: random.pick([0, 0.05, 0.5, 5]),
    bufferBytes: isCrowd ? random.size(64, 4096) : random.size(1, 65_536),
    backlog: random.chance(0.2) ? random.int(1, 4) : 4096,
  };
}

function actionsFor(server: ServerName, random: Random, host: HostScript, isCrowd: boolean): Action[] {
  if (server === 'chat') return chatActions(random, host, isCrowd);
  if (server === 'http') return httpActions(random, host, isCrowd);
  if (server === 'web-socket') return webSocketActions(random, host, isCrowd);
  if (server !== 'udp-echo') return clientActions(server, random, host, isCrowd);
  return Array.from({ length: random.size(1, 12) }, (): Action => {
    const gapMs = random.chance(0.5) ? 0 : random.int(1, 50);
    const bytes = random.chance(0.1)
      ? 0
      : random.chance(0.05)
        ? random.int(60_000, 65_507)
        : random.size(1, 1500);
    return { do: 'send', bytes, piece: bytes, gapMs };
  });
}

/** Where the relay is to connect to: an address, or a name with a few. */
function target(random: Random, names: NameScript[]): string {
  if (random.chance(0.5)) return '10.9.9.9:80';
  const addresses = ['10.9.9.9', '2001:db8::9', '10.9.9.8', '2001:db8::8'].slice(0, random.int(1, 4));
  const script: NameScript = { name: UPSTREAM_NAME, afterMs: random.size(1, 2000), addresses };
  if (random.chance(0.1)) script.fails = random.pick(['temporary', 'permanent']);
  names.push(script);
  return `${UPSTREAM_NAME}:80`;
}

/** A, B, C … Z, A1, B1 … */
function nameOf(i: number): string {
  const letter = String.fromCharCode(65 + (i % 26));
  return i < 26 ? letter : `${letter}${Math.floor(i / 26)}`;
}
