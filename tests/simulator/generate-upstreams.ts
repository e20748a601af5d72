import { clientActions } from './generate-clients.ts';
import type { Random } from './random.ts';
import type { HostScript, UpstreamScript } from './scenario.ts';

/** Makes those whom the relay connects to: most answer, some refuse, are far away or not there. */
export function upstreamScripts(random: Random, host: HostScript, isCrowd: boolean): UpstreamScript[] {
  return Array.from({ length: random.int(1, 5) }, (_script, i): UpstreamScript => {
    const sort = random.next();
    return {
      name: `U${i}`,
      how: sort < 0.8 ? 'accept' : sort < 0.88 ? 'refuse' : sort < 0.94 ? 'unreachable' : 'never',
      afterMs: random.chance(0.7) ? random.int(0, 3) : random.size(1, 3000),
      actions: clientActions('relay', random, host, isCrowd),
    };
  });
}
