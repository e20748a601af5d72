import { failure } from '../../../host/engines/outcome.ts';
import type { Resolver } from '../../../host/dns/resolver.ts';
import type { SimEngine } from '../kernel/sim-engine.ts';
import type { NameScript } from '../scenario.ts';
import type { World } from '../world.ts';

/** Answers look-ups by a script. */
export class SimResolver implements Resolver {
  constructor(
    private readonly world: World,
    private readonly engine: SimEngine,
    private readonly names: readonly NameScript[],
  ) {}

  resolve(name: string, tell: (answer: readonly string[] | number) => void): void {
    const script = this.names.find((one) => one.name === name);
    this.world.tell('server', `looks up ${name}`);
    if (script !== undefined && script.afterMs < 0) return;
    this.world.after(script?.afterMs ?? 1, () => {
      this.world.progress();
      this.engine.wake();
      tell(answerOf(script));
    });
  }
}

function answerOf(script: NameScript | undefined): readonly string[] | number {
  if (script?.fails === 'temporary') return failure('temporary-resolver-failure');
  if (script?.fails === 'permanent') return failure('permanent-resolver-failure');
  if (script === undefined || script.addresses.length === 0) return failure('name-unresolvable');
  return script.addresses;
}
