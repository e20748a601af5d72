import { JcoWorld, type WasiOptions, readWasiOptions } from './world.ts';

/** A world that is made by its first call, so that a program which imports this package need not have epoll. */
export class LazyWorld {
  private world: JcoWorld | undefined;

  constructor(private readonly options: WasiOptions) {}

  /** Gives the world of a call. Throws once it is closed. */
  readonly find = (): JcoWorld => {
    this.world ??= new JcoWorld(this.options);
    this.world.checkOpen();
    return this.world;
  };

  /** Throws OptionError where an option is unknown. */
  check(): void {
    readWasiOptions(this.options);
  }

  /** Takes options that have changed. Throws OptionError. */
  configure(): void {
    this.check();
    this.world?.configure(this.options);
  }

  close(): void {
    (this.world ??= new JcoWorld(this.options)).close();
  }
}
