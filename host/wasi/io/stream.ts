import type { MemoryView } from '../../engines/engine.ts';
import type { Pollable } from '../poll/pollable.ts';
import { Resource } from '../resources.ts';

/** How many bytes a read returns at most, as in wasmtime. */
export const READ_LIMIT_BYTES = 65536;

/** The outcome of a stream that is closed. Other outcomes below 0, would-block apart, are failures. */
export const STREAM_CLOSED = -100;

/** A stream to read from. */
export abstract class InputStream extends Resource {
  /** Whether its failures are a socket's. */
  readonly isNetwork: boolean = false;
  /** Whether a read would return something: bytes, the end or a failure. */
  abstract readonly isReady: boolean;
  /** Whether a read is known to return bytes. Where this is false it may still do so; see `read` in streams.ts. */
  abstract readonly hasBytes: boolean;
  /** Reads without waiting. Returns how many bytes, WOULD_BLOCK, STREAM_CLOSED, or, once, the outcome of a failure. */
  abstract read(memory: MemoryView, pointer: number, bytes: number): number;
  abstract subscribe(): Pollable;
  /** Whether the last splice took as much as a read takes: more is likely to have arrived than that. */
  isBulk = false;
}

/** A stream to write to. */
export abstract class OutputStream extends Resource {
  /** Whether its failures are a socket's. */
  readonly isNetwork: boolean = false;
  /** Whether `checkWrite` would not return 0. */
  abstract readonly isReady: boolean;
  /** How many bytes the last `checkWrite` granted, until a write uses the grant. */
  granted = 0;
  /** Returns how many bytes the next write may have, 0 for none yet, STREAM_CLOSED, or, once, the outcome of a failure. */
  abstract checkWrite(): number;
  /** Takes all the bytes. Returns 0, STREAM_CLOSED, or, once, the outcome of a failure. */
  abstract write(memory: MemoryView, pointer: number, bytes: number): number;
  /** Moves bytes that have arrived at another stream within the kernel. Returns as its `read`, or undefined where that can't be done. */
  moveFrom(_source: InputStream, _bytes: number): number | undefined {
    return undefined;
  }
  abstract subscribe(): Pollable;
}
