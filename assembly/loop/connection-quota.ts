/**
 * Connections that a program holds at most, and by default. Each takes up to five of the 100,000 handles that wasmtime gives a
 * component before it traps.
 */
export const MOST_CONNECTIONS: i32 = 16384;

/** How many connections there are, and may be. */
export class ConnectionQuota {
  /** How many there are. */
  count: i32 = 0;

  constructor(
    /** How many there may be. */
    readonly limit: i32,
  ) {}

  /** Whether there is no room for one more. */
  get isFull(): bool {
    return this.count >= this.limit;
  }
}
