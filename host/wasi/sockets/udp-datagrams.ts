/**
 * The lists of datagrams of wasi:sockets/udp.
 *
 * incoming-datagram (40 bytes): +0 data pointer, +4 data bytes, +8 remote-address
 * outgoing-datagram (44 bytes): +0 data pointer, +4 data bytes, +8 whether there is a remote-address, +12 remote-address
 */
import { type Address, type Engine, type MemoryView, blankAddress } from '../../engines/engine.ts';
import { WOULD_BLOCK } from '../../engines/outcome.ts';
import type { GuestMemory } from '../abi.ts';
import { loadAddress, storeSocketAddress } from './network.ts';
import { Trap } from '../resources.ts';
import { type IncomingDatagrams, type OutgoingDatagrams, DISCARDED } from './udp-socket.ts';

const INCOMING_BYTES = 40;
const OUTGOING_BYTES = 44;
const MAX_DATAGRAM_BYTES = 65_535;
/** How many datagrams one `receive` takes from the socket at most, discarded ones included; the pollable stays ready for the rest. */
const MAX_AT_ONCE = 64;
const BUFFER_BYTES = 2 * MAX_DATAGRAM_BYTES;

/** Received datagrams, in the host's memory: how much guest memory they need is known only then. */
export class Arrivals {
  count = 0;
  private readonly buffer: MemoryView;
  private readonly ends = new Int32Array(MAX_AT_ONCE);
  private readonly senders: Address[] = Array.from({ length: MAX_AT_ONCE }, blankAddress);

  constructor(engine: Engine) {
    this.buffer = engine.makeMemory(BUFFER_BYTES);
  }

  /** Receives at most `maxResults` datagrams without waiting; returns 0, or why the first of them failed. */
  receive(stream: IncomingDatagrams, maxResults: number): number {
    this.count = 0;
    let end = 0;
    for (let tries = 0; tries < MAX_AT_ONCE; tries++) {
      if (this.count >= maxResults || end + MAX_DATAGRAM_BYTES > BUFFER_BYTES) return 0;
      const sender = this.senders[this.count]!;
      const outcome = stream.receive(this.buffer, end, MAX_DATAGRAM_BYTES, sender);
      if (outcome === DISCARDED) continue;
      // The engine reports a failure once. After the first datagram it is ignored: the socket goes on working.
      if (outcome < 0) return this.count > 0 || outcome === WOULD_BLOCK ? 0 : outcome;
      end += outcome;
      this.ends[this.count++] = end;
    }
    return 0;
  }

  /** The bytes of a datagram, until the next `receive`. */
  data(index: number): Uint8Array {
    return this.buffer.bytes.subarray(index === 0 ? 0 : this.ends[index - 1], this.ends[index]);
  }

  /** The sender of a datagram, until the next `receive`. */
  sender(index: number): Address {
    return this.senders[index]!;
  }

  /** Stores the datagrams as a list; its address and length are stored at `at`. */
  store(memory: GuestMemory, at: number): void {
    const list = memory.allocate(4, INCOMING_BYTES * this.count);
    for (let i = 0; i < this.count; i++) {
      const bytes = this.data(i);
      const data = memory.allocate(1, bytes.length);
      memory.bytes.set(bytes, data);
      const record = list + INCOMING_BYTES * i;
      memory.u32(record, data);
      memory.u32(record + 4, bytes.length);
      storeSocketAddress(memory, record + 8, this.sender(i));
    }
    memory.u32(at, list);
    memory.u32(at + 4, this.count);
  }
}

/** Sends datagrams one by one, as far as the kernel takes them; returns how many, or why the first of them failed. */
export function sendEach(stream: OutgoingDatagrams, count: number, send: (index: number) => number): number {
  stream.use(count);
  for (let i = 0; i < count; i++) {
    const outcome = send(i);
    if (outcome < 0) return i > 0 || outcome === WOULD_BLOCK ? i : outcome;
  }
  return count;
}

const receiver = blankAddress();

/** Sends the datagrams of a list in the guest's memory. */
export function sendAll(stream: OutgoingDatagrams, memory: GuestMemory, list: number, count: number): number {
  memory.check(list, OUTGOING_BYTES * count, 4);
  return sendEach(stream, count, (i) => {
    const record = list + OUTGOING_BYTES * i;
    const data = memory.words[record >>> 2]! >>> 0;
    const bytes = memory.words[(record + 4) >>> 2]! >>> 0;
    memory.check(data, bytes);
    const hasAddress = memory.bytes[record + 8]!;
    if (hasAddress > 1) throw new Trap(`${hasAddress} is not an option`);
    const to = hasAddress === 0 ? undefined : loadAddress(memory, record + 12, receiver);
    return stream.send(memory, data, bytes, to);
  });
}
