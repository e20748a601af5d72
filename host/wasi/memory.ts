/**
 * How values cross the door: the canonical ABI of the component model, seen from the host.
 *
 * A function is lowered by hand: its arguments are core values, its result is one core value or is stored at the address that
 * comes last. Lists and strings that go to the guest land where its `cabi_realloc` says.
 *
 * Source: component-model, CanonicalABI.md ("Flattening", "Storing", "Loading").
 */
import type { MemoryView } from '../engines/engine.ts';
import { errorCodeIndex } from '../engines/outcome.ts';
import { Trap } from './resources.ts';

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

  /** Gets room in the guest's memory. It may be asked for more than is then used. */
  allocate(align: number, bytes: number): number {
    const pointer = this.guest!.cabi_realloc(0, 0, align, bytes) >>> 0;
    this.refresh();
    this.check(pointer, bytes);
    return pointer;
  }

  /** Traps unless the place is within the memory: engines hand addresses to the kernel, which knows no sandbox. */
  check(pointer: number, bytes: number): void {
    if (pointer + bytes > this.bytes.length)
      throw new Trap(`${bytes} bytes at ${pointer} are outside the memory`);
  }

  /** Stores a string; returns its place and its length in bytes. */
  allocateString(text: string): [pointer: number, bytes: number] {
    const utf8 = Buffer.from(text);
    const pointer = this.allocate(1, utf8.length);
    this.bytes.set(utf8, pointer);
    return [pointer, utf8.length];
  }

  /** Reads a string of the guest's. Traps when it is outside the memory. */
  string(pointer: number, bytes: number): string {
    this.refresh();
    this.check(pointer, bytes);
    return Buffer.from(this.bytes.buffer, pointer, bytes).toString();
  }

  u8(at: number, value: number): void {
    this.bytes[at] = value;
  }

  u16(at: number, value: number): void {
    this.view.setUint16(at, value, true);
  }

  u32(at: number, value: number): void {
    this.words[at >>> 2] = value;
  }

  u64(at: number, value: number): void {
    this.words[at >>> 2] = value;
    this.words[(at >>> 2) + 1] = value / 2 ** 32;
  }

  /** Stores a `result<_, error-code>`, whose code is at `codeAt` from its start, of an outcome. */
  storeOutcome(result: number, outcome: number, codeAt = 1): void {
    this.refresh();
    this.bytes[result] = outcome < 0 ? 1 : 0;
    if (outcome < 0) this.bytes[result + codeAt] = errorCodeIndex(outcome);
  }
}
