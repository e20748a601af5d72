import type { GuestSetup } from './runner.ts';
import type { Output, Stdio } from './wasi/stdio.ts';

/** How much of the end of standard error is kept for reports of failures. */
const TAIL_BYTES = 1024;

/** The standard streams of one guest. */
export class GuestOutput {
  readonly stdio: Stdio;
  private tail = Buffer.alloc(0);

  /** `send`: takes what goes to neither a descriptor nor nowhere; it may wait. */
  constructor(
    { stdin, stdout, stderr }: GuestSetup,
    private readonly send: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void,
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
    return { descriptor: -1, take: (bytes) => this.send(stream, bytes) };
  }
}
