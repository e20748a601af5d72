/**
 * Lifting and lowering by the canonical ABI of the component model, on the host's side.
 *
 * The host lowers its functions by hand: arguments are core values; the result is one core value, or is stored at the address that
 * the last argument gives. Lists and strings for the guest are stored in memory that its `cabi_realloc` allocates.
 *
 * Source: component-model, CanonicalABI.md ("Flattening", "Storing", "Loading").
 */
import { isUtf8 } from 'node:buffer';
import type { MemoryView } from '../engines/engine.ts';
import { errorCodeIndex } from '../engines/outcome.ts';
import { Trap } from './resources.ts';

/** The longest string, in bytes; source: CanonicalABI.md, MAX_STRING_BYTE_LENGTH. */
const MAX_STRING_BYTES = 2 ** 28 - 1;

/** The function by which a guest gives memory; source: CanonicalABI.md, `realloc`. */
export type Realloc = (pointer: number, oldBytes: number, align: number, bytes: number) => number;

/** What lifting and lowering need of the guest. */
export interface GuestExports {
  memory: WebAssembly.Memory;
  cabi_realloc?: Realloc;
}

/** The guest's memory, as the host's functions read and write it. */
export class GuestMemory implements MemoryView {
  bytes = new Uint8Array();
  words = new Int32Array();
  base = 0;
  private view = new DataView(new ArrayBuffer(0));
  /** Gives memory to what is called now. */
  realloc: Realloc | undefined;
  /** Whether the guest takes back what is not used of the memory that it gives: see `OWN_SECTION`. Others free just what is returned. */
  takesBack = true;
  private guest: WebAssembly.Memory | undefined;

  /** `addressOf`: gives the address of an array's first byte, for engines that hand addresses to the kernel. */
  constructor(private readonly addressOf: (array: Uint8Array) => number = () => 0) {}

  /** Sets the guest's memory, and what gives memory in it. */
  attach({ memory, cabi_realloc }: GuestExports, takesBack = true): void {
    this.guest = memory;
    this.realloc = cabi_realloc;
    this.takesBack = takesBack;
    this.refresh();
  }

  /** Renews the views and the address, which become invalid when the guest's memory grows. Call it where the guest may have run. */
  refresh(): void {
    if (this.bytes.length !== 0) return; // a grown memory leaves empty arrays behind
    if (this.guest === undefined) throw new Trap('it has no memory for what the host returns');
    const { buffer } = this.guest;
    this.bytes = new Uint8Array(buffer);
    this.words = new Int32Array(buffer);
    this.view = new DataView(buffer);
    this.base = this.addressOf(this.bytes);
  }

  /**
   * Allocates memory of the guest's, of which the caller need not use all. For 0 bytes it returns an address without asking the guest;
   * that is not 0, which some guests take for a missing list.
   */
  allocate(align: number, bytes: number): number {
    if (bytes === 0) {
      this.refresh();
      return align;
    }
    if (this.realloc === undefined)
      throw new Trap('it has no function that gives memory for what the host returns');
    const pointer = this.realloc(0, 0, align, bytes) >>> 0;
    this.refresh();
    this.check(pointer, bytes, align);
    return pointer;
  }

  /**
   * Traps unless the bytes at an unsigned address are within the memory and aligned. Engines hand addresses to the kernel, which does
   * not check them against the sandbox.
   */
  check(pointer: number, bytes: number, align = 1): void {
    if (!(pointer >= 0 && pointer + bytes <= this.bytes.length))
      throw new Trap(`${bytes} bytes at ${pointer} are outside the memory`);
    if (pointer % align !== 0) throw new Trap(`${pointer} is not a multiple of ${align}`);
  }

  /** Stores a string; returns its address and its length in bytes. */
  allocateString(text: string): [pointer: number, bytes: number] {
    const utf8 = Buffer.from(text);
    const pointer = this.allocate(1, utf8.length);
    this.bytes.set(utf8, pointer);
    return [pointer, utf8.length];
  }

  /** Reads a string. Traps when it is outside the memory, too long, or not UTF-8, as in wasmtime. */
  string(pointer: number, bytes: number): string {
    this.refresh();
    this.check(pointer, bytes);
    if (bytes > MAX_STRING_BYTES) throw new Trap(`a string of ${bytes} bytes is too long`);
    const utf8 = this.bytes.subarray(pointer, pointer + bytes);
    if (!isUtf8(utf8)) throw new Trap(`the string at ${pointer} is not UTF-8`);
    return Buffer.from(utf8.buffer, pointer, bytes).toString();
  }

  /** Stores a byte. `at` may be signed, here and below. Traps when the address is outside the memory or not aligned. */
  u8(at: number, value: number): void {
    at >>>= 0;
    if (at >= this.bytes.length) this.check(at, 1);
    this.bytes[at] = value;
  }

  u16(at: number, value: number): void {
    this.check(at >>> 0, 2, 2);
    this.view.setUint16(at >>> 0, value, true);
  }

  u32(at: number, value: number): void {
    this.check(at >>> 0, 4, 4);
    this.words[at >>> 2] = value;
  }

  u64(at: number, value: number): void {
    this.check(at >>> 0, 8, 8);
    this.words[at >>> 2] = value;
    this.words[(at >>> 2) + 1] = value / 2 ** 32;
  }

  /** Stores an outcome as a `result<_, error-code>`. `codeAt`: the offset of the error code in it. */
  storeOutcome(result: number, outcome: number, codeAt = 1): void {
    this.refresh();
    this.u8(result, outcome < 0 ? 1 : 0);
    if (outcome < 0) this.u8(result + codeAt, errorCodeIndex(outcome));
  }
}
