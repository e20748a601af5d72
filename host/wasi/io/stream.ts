import type { MemoryView } from '../../engines/engine.ts';
import type { Pollable } from '../poll/pollable.ts';
import { Resource } from '../resources.ts';

/** What a read may fill at most, as in wasmtime. */
export const READ_LIMIT_BYTES = 65536;

/** Outcomes of a stream below 0 that are no would-block: it failed, or it is closed. */
export const STREAM_CLOSED = -100;

/** Something to read from. */
export abstract class InputStream extends Resource {
  /** Whether its failures are those of a socket. */
  readonly isNetwork: boolean = false;
  /** Whether a read gives something, the end or a failure included. */
  abstract readonly isReady: boolean;
  /** Whether a read of at least one byte gives bytes. It may where this is false, but then it is better tried with memory to spare. */
  abstract readonly hasBytes: boolean;
  /** Reads without waiting: bytes, WOULD_BLOCK, STREAM_CLOSED, or another negative outcome once. */
  abstract read(memory: MemoryView, pointer: number, bytes: number): number;
  abstract subscribe(): Pollable;
}

/** Something to write to. */
export abstract class OutputStream extends Resource {
  /** Whether its failures are those of a socket. */
  readonly isNetwork: boolean = false;
  /** Whether `checkWrite` gives something else than 0. */
  abstract readonly isReady: boolean;
  /** What the last `checkWrite` granted and no write has used. */
  granted = 0;
  /** How much one write may take: 0 not now, STREAM_CLOSED, or another negative outcome once. */
  abstract checkWrite(): number;
  /** Takes all of it: 0, STREAM_CLOSED, or another negative outcome once. */
  abstract write(memory: MemoryView, pointer: number, bytes: number): number;
  abstract subscribe(): Pollable;
}
