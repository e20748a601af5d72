import { EventLoop, TimerTask } from '../loop';
import { getStdout, writeBufferBlocking } from '../wasi';
import { ByteWriter } from './byte-writer';

/** What is written at once, at the end of a turn or when so much has come together. */
const FLUSH_BYTES: i32 = 16384;

/** Lines for standard output: those of a turn are written together. */
export class LogOutput extends TimerTask {
  /** Takes the lines: each whole, and `endLine` after it. */
  readonly writer: ByteWriter;

  /** `maxLineBytes`: of one line. */
  constructor(
    private loop: EventLoop,
    maxLineBytes: i32,
  ) {
    super();
    this.writer = new ByteWriter(FLUSH_BYTES + maxLineBytes);
  }

  /** Has the line written, soon; at once in a drain, where this turn may be the last. */
  endLine(): void {
    if (this.writer.length >= FLUSH_BYTES || this.loop.isDraining) this.onTimer();
    else if (!this.isScheduled) this.loop.schedule(this, 0);
  }

  onTimer(): void {
    writeBufferBlocking(getStdout(), this.writer.bytes.buffer, this.writer.length);
    this.writer.reset();
  }
}
