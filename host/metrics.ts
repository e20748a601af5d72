/** Counters of running guests, in shared memory: the guest's thread writes them, and the program reads them without a message. */

/** Counters of one guest, or of several together. */
export interface Metrics {
  /** Connections open now: accepted ones and those that the guest made. */
  open: number;
  /** Handles that the guest holds now, as of its last wait: sockets, streams, pollables. */
  handles: number;
  /** Connections accepted so far. */
  accepted: number;
  /** Connections that the guest made so far. */
  connected: number;
  /** Connections closed at once, because of `limits.connections`. */
  refused: number;
  /** Bytes received so far, TCP and UDP. */
  bytesIn: number;
  /** Bytes sent so far, TCP and UDP. */
  bytesOut: number;
  /** How often the guest has polled: waited for readiness, or asked for it without waiting. */
  polls: number;
  /** Calls that were denied for want of a permission. */
  denied: number;
}

/** Counters of all guests together, and of each that runs. */
export interface ServerMetrics extends Metrics {
  /** The counters of each guest that runs. */
  workers: Metrics[];
  /** How often a guest was started again or replaced. */
  restarts: number;
}

/** The counters in their order in memory. */
const NAMES = [
  'open',
  'handles',
  'accepted',
  'connected',
  'refused',
  'bytesIn',
  'bytesOut',
  'polls',
  'denied',
] as const satisfies (keyof Metrics)[];

/** The index of each counter. */
export const AT = Object.fromEntries(NAMES.map((name, i) => [name, i])) as Record<keyof Metrics, number>;

/** Makes counters that threads can share. */
export function makeCounters(): Float64Array {
  return new Float64Array(new SharedArrayBuffer(NAMES.length * Float64Array.BYTES_PER_ELEMENT));
}

/** Adds up counters. Guests that have ended have nothing open. */
export function sumOf(running: Iterable<Float64Array>, ended?: Float64Array): Metrics {
  const sum = new Float64Array(NAMES.length);
  for (const counters of running) addTo(sum, counters);
  if (ended !== undefined) addTo(sum, ended, AT.accepted);
  return Object.fromEntries(NAMES.map((name, i) => [name, sum[i]!])) as unknown as Metrics;
}

/** Adds counters to a sum, from the index `first` on. */
export function addTo(sum: Float64Array, counters: Float64Array, first = 0): void {
  for (let i = first; i < sum.length; i++) sum[i]! += counters[i]!;
}
