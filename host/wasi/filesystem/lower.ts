/**
 * Stores the results of wasi:filesystem/types in the guest's memory.
 *
 * Each as "+offset field"; where a call failed, its error code is where the second field would be:
 * result<descriptor, error-code> and of a stream: +0 failed, +4 handle
 * result<descriptor-flags, error-code> and of a descriptor-type: +0 failed, +1 value
 * result<tuple<list<u8>, bool>, error-code>: +0 failed, +4 pointer, +8 bytes, +12 whether the end was reached
 * result<string, error-code>: +0 failed, +4 pointer, +8 bytes
 * result<option<directory-entry>, error-code>: +0 failed, +4 whether there is one, +8 type, +12 name's pointer, +16 its bytes
 * result<metadata-hash-value, error-code>: +0 failed, +8 lower, +16 upper
 * result<descriptor-stat, error-code>: +0 failed, +8 type, +16 link-count, +24 size, +32, +56, +80 times, each an option<datetime>:
 * +0 whether there is one, +8 seconds, +16 nanoseconds
 */
import type { BigIntStats, Dirent } from 'node:fs';
import type { GuestMemory } from '../abi.ts';
import { hashOf, typeIndex, typeOf } from './descriptor.ts';
import { FileFailure } from './file-failure.ts';

const NS_PER_SECOND = 1_000_000_000n;

/** Stores results in the memory of one guest. */
export class FileResults {
  constructor(private readonly memory: GuestMemory) {}

  /** Stores a failure, or has `store` store what follows the first byte. `codeAt`: where the error code is. */
  store<T>(result: number, codeAt: number, value: T | FileFailure, store: (value: T) => void): void {
    const { memory } = this;
    memory.refresh();
    memory.u8(result, value instanceof FileFailure ? 1 : 0);
    if (value instanceof FileFailure) memory.u8(result + codeAt, value.index);
    else store(value);
  }

  /** Stores success without a value, or a failure. */
  unit(result: number, value: unknown): void {
    this.store(result, 1, value, () => {});
  }

  byte(result: number, value: number | FileFailure): void {
    this.store(result, 1, value, (byte) => this.memory.u8(result + 1, byte));
  }

  word(result: number, value: number | FileFailure): void {
    this.store(result, 4, value, (word) => this.memory.u32(result + 4, word));
  }

  text(result: number, value: string | FileFailure): void {
    this.store(result, 4, value, (text) => this.allocateText(result + 4, text));
  }

  entry(result: number, value: Dirent | null | FileFailure): void {
    this.store(result, 4, value, (entry) => {
      this.memory.u8(result + 4, entry === null ? 0 : 1);
      if (entry === null) return;
      this.memory.u8(result + 8, typeIndex(typeOf(entry)));
      this.allocateText(result + 12, entry.name);
    });
  }

  hash(result: number, value: BigIntStats | FileFailure): void {
    this.store(result, 8, value, (stats) => {
      const [lower, upper] = hashOf(stats);
      this.wide(result + 8, lower);
      this.wide(result + 16, upper);
    });
  }

  stat(result: number, value: BigIntStats | FileFailure): void {
    this.store(result, 8, value, (stats) => {
      this.memory.u8(result + 8, typeIndex(typeOf(stats)));
      this.wide(result + 16, stats.nlink);
      this.wide(result + 24, stats.size);
      this.time(result + 32, stats.atimeNs);
      this.time(result + 56, stats.mtimeNs);
      this.time(result + 80, stats.ctimeNs);
    });
  }

  /** WASI 0.2 can't express times before 1970. */
  private time(at: number, timeNs: bigint): void {
    this.memory.u8(at, timeNs < 0n ? 0 : 1);
    if (timeNs < 0n) return;
    this.wide(at + 8, timeNs / NS_PER_SECOND);
    this.memory.u32(at + 16, Number(timeNs % NS_PER_SECOND));
  }

  private wide(at: number, value: bigint): void {
    this.memory.check(at >>> 0, 8, 8);
    this.memory.u32(at, Number(BigInt.asIntN(32, value)));
    this.memory.u32(at + 4, Number(BigInt.asIntN(32, value >> 32n)));
  }

  private allocateText(at: number, text: string): void {
    const [pointer, bytes] = this.memory.allocateString(text);
    this.memory.u32(at, pointer);
    this.memory.u32(at + 4, bytes);
  }
}
