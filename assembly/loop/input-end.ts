import { Selectable, StandardInput, WOULD_BLOCK } from '../net';
import { Channel } from './channel';
import { EventLoop } from './loop';

/** Drains the loop when standard input ends. */
export class InputEnd extends Channel {
  constructor(
    private loop: EventLoop,
    private input: StandardInput,
  ) {
    super();
  }

  /** Called when there is something to read, or the end. */
  handle(object: Selectable, mask: i32): void {
    const bytes = this.input.recv(this.loop.buffer);
    if (bytes > 0 || bytes == WOULD_BLOCK) return;
    this.loop.selector.unregister(this.input);
    this.input.close();
    this.loop.drain();
  }
}
