import {
  INVALID_STATE,
  InputStream,
  Pollable,
  dropInput,
  getStdin,
  readStream,
  subscribeInput,
} from '../wasi';
import { Selectable } from './selectable';

/** The program's standard input, open from the start. Have one at a time: two would each receive a part of the input. */
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

  /** Stops reading; bytes that the host has read ahead are lost. A second close is harmless. */
  close(): void {
    if (!this.isOpen) return;
    this.aboutToClose();
    dropInput(this.input);
    this.input = 0;
  }
}
