import { MetricsSource, MetricsText } from '../http/metrics-text';
import { EventLoop } from '../loop';
import { AdminProgram } from './program';
import { writeLoop, writeProgram } from './program-metrics';

/** A program on an event loop: tells the loop's metrics, and then those of its own. */
export class LoopProgram implements AdminProgram {
  constructor(
    private server: string,
    private version: string,
    private loop: EventLoop,
    private more: MetricsSource | null,
  ) {}

  get isDraining(): bool {
    return this.loop.isDraining;
  }

  drain(): void {
    this.loop.drain();
  }

  write(text: MetricsText): void {
    const more = this.more;
    writeProgram(text, this.server, this.version, this.isDraining);
    writeLoop(text, this.loop.counters, this.loop.observe());
    if (more != null) more.write(text);
  }
}
