/** A token's lower bits: how many. The others: what follows. */
const COUNT_MASK: u8 = 63;
const ZEROS: u8 = 0;
const BYTES: u8 = 64;

/**
 * Unpacks what the program has in its memory from the beginning, texts above all; before that no text may be used. Where nothing was
 * packed it has no effect.
 *
 * What was packed lies at the end of the memory that a program starts with, where nothing else lies yet; host/build/pack-data.ts writes
 * it and describes it.
 */
export function unpackData(): void {
  const end = (<usize>memory.size()) << 16;
  let at = load<usize>(end - 8);
  if (at == 0) return;
  let to = load<usize>(end - 4);
  while (at < end - 8) {
    const token = load<u8>(at++);
    const count = <usize>(token & COUNT_MASK);
    const kind = token & ~COUNT_MASK;
    if (kind == ZEROS) to += count;
    else if (kind == BYTES) {
      memory.copy(to, at, count);
      at += count;
      to += count;
    } else for (const last = at + count; at < last; to += 2) store<u16>(to, load<u8>(at++));
  }
}
