/**
 * How values cross the door: the canonical ABI of the component model, seen from the host.
 *
 * A function is lowered by hand: its arguments are core values, its result is one core value or is stored at the address that
 * comes last. Lists and strings that go to the guest land where its `cabi_realloc` says.
 *
 * Source: component-model, CanonicalABI.md ("Flattening", "Storing", "Loading").
 */
import { isUtf8 } from 'node:buffer';
import type { MemoryView } from '../engines/engine.ts';
import { errorCodeIndex } from '../engines/outcome.ts';
import { Trap } from './resources.ts';

/** The longest string; source: CanonicalABI.md, MAX_STRING_BYTE_LENGTH. */
const MAX_STRING_BYTES = 2 ** 28 - 1;

/** What the guest's core module exports for lifting and lowering. */
export interface GuestExports {
  memory: WebAssembly.Memory;
  cabi_realloc(pointer: number, oldBytes: number, align: number, bytes: number): number;
}

/** The guest's memory as the host's functions see it. */
export class GuestMemory implements MemoryView {
  bytes = new Uint8Array();
  words = new Int32Array();
  base = 0;
  private view = new DataView(new ArrayBuffer(0));
  private guest: GuestExports | undefined;

  /** `addressOf`: gives the address of an array's first byte, for engines that hand addresses to the kernel. */
  constructor(private readonly addressOf: (array: Uint8Array) => number = () => 0) {}

  /** Sets the guest; before that no imported function can be called. */
  attach(guest: GuestExports): void {
    this.guest = guest;
    this.refresh();
  }

  /** Views and address go stale when the guest's memory grows: they are taken anew where the guest may have run. */
  refresh(): void {
    if (this.bytes.length !== 0) return; // a grown memory leaves empty arrays behind
    const { buffer } = this.guest!.memory;
    this.bytes = new Uint8Array(buffer);
    this.words = new Int32Array(buffer);
    this.view = new DataView(buffer);
    this.base = this.addressOf(this.bytes);
  }

  /**
   * Gets room in the guest's memory. It may be asked for more than is then used, and is not asked for none: the place of an empty list is
   * no place of the guest's, and not 0, which some guests take for no list at all.
   */
  allocate(align: number, bytes: number): number {
    if (bytes === 0) {
      this.refresh();
      return align;
    }
    const pointer = this.guest!.cabi_realloc(0, 0, align, bytes) >>> 0;
    this.refresh();
    this.check(pointer, bytes, align);
    return pointer;
  }

  /**
   * Traps unless the place, an unsigned number, is within the memory and aligned: engines hand addresses to the kernel, which knows no
   * sandbox.
   */
  check(pointer: number, bytes: number, align = 1): void {
    if (!(pointer >= 0 && pointer + bytes <= this.bytes.length))
      throw new Trap(`${bytes} bytes at ${pointer} are outside the memory`);
    if (pointer % align !== 0) throw new Trap(`${pointer} is no multiple of ${align}`);
  }

  /** Stores a string; returns its place and its length in bytes. */
  allocateString(text: string): [pointer: number, bytes: number] {
    const utf8 = Buffer.from(text);
    const pointer = this.allocate(1, utf8.length);
    this.bytes.set(utf8, pointer);
    return [pointer, utf8.length];
  }

  /** Reads a string of the guest's. Traps when it is outside the memory, too long, or no UTF-8, as in wasmtime. */
  string(pointer: number, bytes: number): string {
    this.refresh();
    this.check(pointer, bytes);
    if (bytes > MAX_STRING_BYTES) throw new Trap(`a string of ${bytes} bytes`);
    const utf8 = this.bytes.subarray(pointer, pointer + bytes);
    if (!isUtf8(utf8)) throw new Trap(`the string at ${pointer} is no UTF-8`);
    return Buffer.from(utf8.buffer, pointer, bytes).toString();
  }

  /** Stores a byte, and likewise the others. `at` may come signed. Traps outside the memory, and where the place is not aligned. */
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

  /** Stores a `result<_, error-code>`, whose code is at `codeAt` from its start, of an outcome. */
  storeOutcome(result: number, outcome: number, codeAt = 1): void {
    this.refresh();
    this.u8(result, outcome < 0 ? 1 : 0);
    if (outcome < 0) this.u8(result + codeAt, errorCodeIndex(outcome));
  }
}
