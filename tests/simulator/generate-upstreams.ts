import { clientActions } from './generate-clients.ts';
import type { Random } from './random.ts';
import type { HostScript, ServerName, UpstreamScript } from './scenario.ts';

/** Makes those whom the relay or the proxy connects to: most answer, some refuse, are far away or not there. */
export function upstreamScripts(
  server: ServerName,
  random: Random,
  host: HostScript,
  isCrowd: boolean,
): UpstreamScript[] {
  return Array.from({ length: random.int(1, 5) }, (_script, i): UpstreamScript => {
    const sort = random.next();
    return {
      name: `U${i}`,
      how: sort < 0.8 ? 'accept' : sort < 0.88 ? 'refuse' : sort < 0.94 ? 'unreachable' : 'never',
      afterMs: random.chance(0.7) ? random.int(0, 3) : random.size(1, 3000),
      actions: clientActions(server, random, host, isCrowd),
    };
  });
}

/** Makes the arguments of a proxy: upstreams by their addresses, and how clients are given to them. */
export function proxyArgs(random: Random): string[] {
  const addresses = ['10.9.9.9:80', '[2001:db8::9]:80', '10.9.9.8:80', '[2001:db8::8]:80'];
  const args = ['--upstream', addresses.slice(0, random.int(1, 4)).join(',')];
  if (random.chance(0.7))
    args.push('--balance', random.pick(['round-robin', 'least-connections', 'source-hash']));
  if (random.chance(0.3)) args.push('--connect-timeout', String(random.int(1, 5)));
  if (random.chance(0.2)) args.push('--max-upstream-connections', String(random.int(1, 4)));
  return args;
}
