/** Runs a guest on this thread, whose event loop goes on while the guest waits. */
import { NodeNetEngine } from './engines/node-net.ts';
import type { Engine } from './engines/engine.ts';
import { Guest } from './guest.ts';
import { Stopped } from './guest-watch.ts';
import { systemNames } from './name-answers.ts';
import { DRAIN_MS, MOST_LOOKUPS } from './protocol.ts';
import type { Host } from './wasi/host.ts';
import { LINGER_MS, MOST_LINGERING } from './wasi/lingering.ts';
import { GuestMemory } from './wasi/memory.ts';
import { Readiness } from './wasi/readiness.ts';
import { ResourceTable } from './wasi/resources.ts';

/** What a guest on this thread is given beside its engine. */
export interface PartsHere extends Omit<Partial<Host>, 'engine' | 'readiness'> {
  args: readonly string[];
  /** Gives the engine that the guest sees in place of the one that it is given. */
  watch?(engine: Engine): Engine;
  /** How many names it may look up at a time. */
  mostLookups?: number;
  /** How many sockets it may have, those included that wait to be accepted. */
  mostSockets?: number;
  /** See `Lingering`. */
  mostLingering?: number;
  lingerMs?: number;
}

/** A guest that runs on this thread, on the node-net engine. */
export class GuestHere {
  /**
   * Is fulfilled with its exit code, 0 if it was stopped, and rejected as `Guest` throws. By then all that it had is freed. It runs
   * from the next turn of the event loop on.
   */
  readonly finished: Promise<number>;
  private readonly engine: NodeNetEngine;
  private isStopped = false;
  private hasEnded = false;
  private deadline: NodeJS.Timeout | undefined;

  constructor(module: WebAssembly.Module, parts: PartsHere) {
    this.engine = new NodeNetEngine(parts.mostSockets);
    this.finished = this.run(module, parts);
  }

  /** Stops listening and lets the guest finish what is under way; ends it after so many milliseconds. */
  drain(limitMs = DRAIN_MS): void {
    if (this.hasEnded) return;
    this.engine.stopListening();
    this.deadline ??= setTimeout(() => this.stop(), limitMs);
  }

  /** Ends the guest where it waits, or will wait next. */
  stop(): void {
    this.isStopped = true;
    this.engine.tell();
  }

  /** Ends a wait: there is news for the guest. */
  wake(): void {
    this.engine.tell();
  }

  private async run(
    module: WebAssembly.Module,
    { watch, mostLookups = MOST_LOOKUPS, ...parts }: PartsHere,
  ): Promise<number> {
    await new Promise((resolve) => setImmediate(resolve));
    const engine = watch ? watch(this.engine) : this.engine;
    const names = systemNames(mostLookups);
    const obey = (): void => {
      if (this.isStopped) throw new Stopped();
    };
    try {
      obey();
      const readiness = new Readiness(engine, obey);
      readiness.lingering.most = parts.mostLingering ?? MOST_LINGERING;
      readiness.lingering.limitMs = parts.lingerMs ?? LINGER_MS;
      const guest = new Guest(module, {
        engine,
        memory: new GuestMemory(),
        resources: new ResourceTable(),
        readiness,
        resolver: {
          resolve: (name, tell) =>
            names.resolve(name, (answer) => {
              tell(answer);
              this.engine.tell();
            }),
        },
        ...parts,
      });
      return await guest.runAsync();
    } catch (error) {
      if (error instanceof Stopped) return 0;
      throw error;
    } finally {
      this.hasEnded = true;
      names.close();
      clearTimeout(this.deadline);
      this.engine.close();
    }
  }
}
