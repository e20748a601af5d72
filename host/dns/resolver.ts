/** How names become addresses: a host hands one of these to its guest. */
export interface Resolver {
  /**
   * Starts to look up a name, in ASCII. `tell` is called once: at once, or later from a wait of the engine, with IP addresses
   * in the order in which to try them, or with the outcome of an error code (see `outcome.ts`). May give what takes the question back
   * as long as nobody works at it; then `tell` is not called.
   */
  resolve(name: string, tell: (answer: readonly string[] | number) => void): (() => void) | void;
}
