import type { MessagePort } from 'node:worker_threads';
import { OUTPUT_BYTES, REPORTS_UNDER_WAY, type WorkerMessage } from './worker-protocol.ts';
import { type Ending, OUTPUT_OVERHEAD_BYTES, type Report, EVENT_BITS } from '../events.ts';

/** Reports under way to the starter's thread. Above it those that come in any number, such as of connections, are left out. */
const MAX_UNDER_WAY = 10_000;
/** Output under way to the starter's thread. */
const MAX_OUTPUT_BYTES = 2 ** 20;
const PAUSE_MS = 100;

/** What a guest's thread tells its starter's, never more than that can take. */
export class WorkerReports {
  /** `woken`: called now and then while the guest waits for the starter. What it throws passes through the report. */
  constructor(
    private readonly port: MessagePort,
    private readonly control: Int32Array,
    private readonly woken: () => void,
  ) {}

  /** Tells; waits with what may not be left out. */
  report(report: Report): void {
    if (!(report.type in EVENT_BITS)) this.waitBelow(REPORTS_UNDER_WAY, MAX_UNDER_WAY);
    else if (Atomics.load(this.control, REPORTS_UNDER_WAY) >= MAX_UNDER_WAY) return;
    Atomics.add(this.control, REPORTS_UNDER_WAY, 1);
    this.say({ report });
  }

  /** Tells what the guest says, and waits while the starter has so much to write. */
  output(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
    this.waitBelow(OUTPUT_BYTES, MAX_OUTPUT_BYTES);
    Atomics.add(this.control, OUTPUT_BYTES, bytes.length + OUTPUT_OVERHEAD_BYTES);
    this.say({ report: { type: 'output', stream, bytes } });
  }

  end(ending: Ending): void {
    this.say({ ending });
  }

  private waitBelow(word: number, most: number): void {
    for (;;) {
      const value = Atomics.load(this.control, word);
      if (value < most) return;
      this.woken();
      Atomics.wait(this.control, word, value, PAUSE_MS);
    }
  }

  private say(message: WorkerMessage): void {
    this.port.postMessage(message);
  }
}
