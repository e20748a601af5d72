/** What the guest's core module exports besides `run`: what the library's own do, with memory for the host that is counted. */
import '../../../../assembly/wasi/abort';

export { unpackData as __unpack } from '../../../../assembly/wasi/abi/packed-data';
export { finish as __finish } from '../../../../assembly/wasi/finish';

/** How many bytes hosts have asked for. */
export let askedBytes: u64 = 0;
/** How many of them were freed. */
export let freedBytes: u64 = 0;

/** Allocates memory for the host; wasmtime asks for 0 bytes too. */
export function cabi_realloc(pointer: usize, oldBytes: usize, align: usize, bytes: usize): usize {
  if (bytes == 0) return align;
  askedBytes += bytes - oldBytes;
  return pointer == 0 ? heap.alloc(bytes) : heap.realloc(pointer, bytes);
}

/** Frees what the host has stored, by the bytes of the list or string that it returned, as guests in Rust do: what is beyond is lost. */
export function free(pointer: usize, bytes: i32): void {
  if (bytes == 0) return;
  freedBytes += bytes;
  heap.free(pointer);
}
