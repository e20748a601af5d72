import { type WasiOptions, mergeWasiOptions, resolveWasiOptions } from './wasi-options.ts';
import { JcoWorld } from './world.ts';

/** A world that is made by its first call, so that a program which imports this package need not have epoll. */
export class LazyWorld {
  private world: JcoWorld | undefined;
  private given: WasiOptions = {};
  private options = resolveWasiOptions({});
  private isClosed = false;

  /** Gives the world of a call. Throws once it is closed. */
  readonly find = (): JcoWorld => {
    if (this.isClosed) throw closedError();
    return (this.world ??= new JcoWorld(this.options));
  };

  /** Puts options in the place of former ones. Throws OptionError, and once it is closed; then nothing has changed. */
  configure(given: WasiOptions): void {
    if (this.isClosed) throw closedError();
    const merged = mergeWasiOptions(this.given, given);
    this.options = resolveWasiOptions(merged);
    this.given = merged;
    this.world?.configure(this.options);
  }

  /** Closes the world, if there is one; does nothing when called again. */
  close(): void {
    this.isClosed = true;
    this.world?.close();
  }
}

/** Makes the error of what is called after `close`. */
export function closedError(): Error {
  return new Error('as-selectors/jco is closed: after close() a component can call nothing');
}
