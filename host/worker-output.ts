/** Where a guest's worker sends what the guest says. */
import { GO_ON, OUTPUT_BYTES, REQUEST } from './protocol.ts';
import type { Report } from './reports.ts';
import type { GuestSetup } from './runner.ts';
import type { Output, Stdio } from './wasi/stdio.ts';

/** Output under way to the starter's thread; the guest waits above it. */
const MOST_UNDER_WAY_BYTES = 2 ** 20;
const PAUSE_MS = 100;
/** How much of the end of standard error is kept for reports of failures. */
const TAIL_BYTES = 1024;

/** The standard streams of one guest. */
export class WorkerOutput {
  readonly stdio: Stdio;
  private tail = Buffer.alloc(0);

  constructor(
    { stdin, stdout, stderr }: GuestSetup,
    private readonly control: Int32Array,
    private readonly report: (report: Report) => void,
  ) {
    this.stdio = { stdin, stdout: this.output('stdout', stdout), stderr: this.output('stderr', stderr) };
    const { take } = this.stdio.stderr;
    this.stdio.stderr.take = (bytes) => {
      this.tail = Buffer.concat([this.tail, bytes]).subarray(-TAIL_BYTES);
      take?.(bytes);
    };
  }

  /** The end of what the guest said on standard error. */
  get said(): string {
    return this.tail.toString();
  }

  private output(stream: 'stdout' | 'stderr', place: number | 'report'): Output {
    if (place !== 'report') return { descriptor: place };
    const take = (bytes: Uint8Array): void => {
      this.waitForRoom();
      Atomics.add(this.control, OUTPUT_BYTES, bytes.length);
      this.report({ type: 'output', stream, bytes });
    };
    return { descriptor: -1, take };
  }

  private waitForRoom(): void {
    for (;;) {
      const underWay = Atomics.load(this.control, OUTPUT_BYTES);
      if (underWay < MOST_UNDER_WAY_BYTES || Atomics.load(this.control, REQUEST) !== GO_ON) return;
      Atomics.wait(this.control, OUTPUT_BYTES, underWay, PAUSE_MS);
    }
  }
}
