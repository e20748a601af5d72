import { nowNs } from '../wasi';

/** The performance of AssemblyScript's standard library. */
export namespace Performance {
  /** Reads the clock that never goes back: milliseconds since some fixed moment. */
  export function now(): f64 {
    return <f64>nowNs() / 1_000_000;
  }
}
