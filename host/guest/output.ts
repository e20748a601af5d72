import type { GuestSetup, OutputPlace } from '../runners/runner.ts';
import type { Output, Stdio } from '../wasi/cli/stdio.ts';

/** How much of the end of standard error is kept for reports of failures. */
const TAIL_BYTES = 1024;

/** Opens where a standard stream goes. */
export type OpenOutput = (stream: 'stdout' | 'stderr', place: number | 'report') => Output;

/** The standard streams of one guest. */
export class GuestOutput {
  readonly stdio: Stdio;
  private tail = Buffer.alloc(0);

  constructor({ stdin, stdout, stderr }: GuestSetup, open: OpenOutput) {
    const openStream = (stream: 'stdout' | 'stderr', place: OutputPlace): Output =>
      place === -1 ? { descriptor: -1 } : open(stream, place);
    this.stdio = { stdin, stdout: openStream('stdout', stdout), stderr: openStream('stderr', stderr) };
    const output = this.stdio.stderr;
    const take = output.take?.bind(output);
    output.take = (bytes) => {
      this.tail = Buffer.concat([this.tail, bytes]).subarray(-TAIL_BYTES);
      return take?.(bytes);
    };
  }

  /** The end of what the guest said on standard error. */
  get stderrTail(): string {
    return this.tail.toString();
  }
}
