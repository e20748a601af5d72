import { INVALID_STATE } from '../wasi/outcomes';
import { Pollable } from '../wasi/poll';
import { getStdin } from '../wasi/stdin';
import { InputStream, dropInput, readStream, subscribeInput } from '../wasi/streams';
import { Selectable } from './selectable';

/** The program's standard input, open from the start. One at a time: two would each get a part of it. */
export class StandardInput extends Selectable {
  private input: InputStream = getStdin();

  get isOpen(): bool {
    return this.input != 0;
  }

  /**
   * Receives at most `buffer.length` bytes to the start of `buffer`, without waiting.
   *
   * Returns the bytes received, END_OF_STREAM (0), WOULD_BLOCK, CONNECTION_BROKEN (it can't be read) or INVALID_STATE (closed).
   */
  recv(buffer: StaticArray<u8>): i32 {
    return this.isOpen ? readStream(this.input, buffer, buffer.length) : INVALID_STATE;
  }

  subscribeRead(): Pollable {
    return subscribeInput(this.input);
  }

  subscribeWrite(): Pollable {
    return 0;
  }

  /** Stops reading; what the host has read ahead is lost. A second close is harmless. */
  close(): void {
    if (!this.isOpen) return;
    this.aboutToClose();
    dropInput(this.input);
    this.input = 0;
  }
}
