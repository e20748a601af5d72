/** wasi:filesystem/types, for reading; what would change something is in refused.ts. */
import type { MemoryView } from '../../engines/engine.ts';
import type { Host, Interface } from '../host.ts';
import { StreamError } from '../io/error.ts';
import { READ_LIMIT_BYTES } from '../io/stream.ts';
import { Trap } from '../resources.ts';
import { Descriptor, DirectoryEntryStream, typeIndex, typeOf } from './descriptor.ts';
import { FileFailure, failureOfOutcome } from './file-failure.ts';
import { FileResults } from './lower.ts';
import type { OpenFile } from './open-object.ts';
import { refused } from './refused.ts';

/** How many bytes one `read` returns at most. */
export const MAX_READ_BYTES = 2 ** 20;
/** `descriptor-flags`: read, which all have; write, and mutate-directory. */
export const READ = 1;
const CHANGING_FLAGS = 2 | 32;
/** `path-flags`. */
const SYMLINK_FOLLOW = 1;
/** `open-flags`: directory; create, exclusive and truncate. */
const DIRECTORY = 2;
const CHANGING_OPEN_FLAGS = 1 | 4 | 8;
/** The highest `advice`. */
const LAST_ADVICE = 5;

/** Gives an offset in a file as a number; beyond the largest one that is exact no file has bytes. `offset`: a u64, which may be passed signed. */
export function offsetOf(offset: bigint): number | FileFailure {
  const signed = BigInt.asIntN(64, offset);
  if (signed < 0n) return new FileFailure('invalid'); // as the system's own calls, whose offsets are signed
  return Math.min(Number(signed), Number.MAX_SAFE_INTEGER);
}

/** Calls `act` unless one of the values is a failure, which is then returned. */
export function unlessFailed<A, B, T>(
  one: A | FileFailure,
  other: B | FileFailure,
  act: (one: A, other: B) => T,
): T | FileFailure {
  if (one instanceof FileFailure) return one;
  return other instanceof FileFailure ? other : act(one, other);
}

export function filesystemTypes(host: Host): Interface {
  const { memory, resources, readiness } = host;
  const results = new FileResults(memory);
  let scratch: MemoryView | undefined;
  const descriptor = (self: number): Descriptor => resources.get(self, Descriptor);
  const path = (pointer: number, bytes: number): string => memory.string(pointer >>> 0, bytes >>> 0);
  const add = (made: Descriptor | DirectoryEntryStream | FileFailure): number | FileFailure =>
    made instanceof FileFailure ? made : resources.add(made);

  /**
   * Reads to memory that the guest allocates: no more than the file is known to have. Where it is not known to have any, or the guest takes
   * nothing back, it is read to the host's memory first, and the bytes are copied.
   */
  const read = (
    file: OpenFile,
    asked: number,
    offset: number,
  ): [pointer: number, bytes: number] | FileFailure => {
    const known = Math.min(asked, file.knownBytes - offset);
    if (known > 0 && memory.takesBack) {
      const pointer = memory.allocate(1, known);
      const bytes = file.read(memory.bytes, pointer, known, offset);
      return bytes instanceof FileFailure ? bytes : [pointer, bytes];
    }
    scratch ??= host.engine.makeMemory(READ_LIMIT_BYTES);
    const bytes = file.read(scratch.bytes, 0, Math.min(asked, READ_LIMIT_BYTES), offset);
    if (bytes instanceof FileFailure) return bytes;
    const pointer = memory.allocate(1, bytes);
    memory.bytes.set(scratch.bytes.subarray(0, bytes), pointer);
    return [pointer, bytes];
  };

  return {
    ...refused(host),
    '[method]descriptor.read-via-stream': (self: number, offset: bigint, result: number) => {
      const from = offsetOf(offset);
      const input = from instanceof FileFailure ? from : descriptor(self).readViaStream(from, readiness);
      results.word(result, input instanceof FileFailure ? input : resources.add(input));
    },
    '[method]descriptor.advise': (
      self: number,
      _offset: bigint,
      _bytes: bigint,
      advice: number,
      result: number,
    ) => {
      if (advice >>> 0 > LAST_ADVICE) throw new Trap(`${advice} is not an advice`);
      results.unit(result, descriptor(self).file);
    },
    // Nothing is written, so nothing has to be waited for.
    '[method]descriptor.sync-data': (self: number, result: number) => results.unit(result, descriptor(self)),
    '[method]descriptor.sync': (self: number, result: number) => results.unit(result, descriptor(self)),
    '[method]descriptor.get-flags': (self: number, result: number) => {
      descriptor(self);
      results.byte(result, READ);
    },
    '[method]descriptor.get-type': (self: number, result: number) => {
      const stats = descriptor(self).stat();
      results.byte(result, stats instanceof FileFailure ? stats : typeIndex(typeOf(stats)));
    },
    '[method]descriptor.read': (self: number, length: bigint, offset: bigint, result: number) => {
      const asked = BigInt.asUintN(64, length);
      const most = asked > MAX_READ_BYTES ? MAX_READ_BYTES : Number(asked);
      const done = unlessFailed(descriptor(self).file, offsetOf(offset), (file, from) =>
        read(file, most, from),
      );
      results.store(result, 4, done, ([pointer, bytes]) => {
        memory.u32(result + 4, pointer);
        memory.u32(result + 8, bytes);
        memory.u8(result + 12, bytes === 0 ? 1 : 0);
      });
    },
    '[method]descriptor.read-directory': (self: number, result: number) =>
      results.word(result, add(descriptor(self).readDirectory())),
    '[method]descriptor.stat': (self: number, result: number) =>
      results.stat(result, descriptor(self).stat()),
    '[method]descriptor.stat-at': (
      self: number,
      flags: number,
      pointer: number,
      bytes: number,
      result: number,
    ) => results.stat(result, descriptor(self).statAt(path(pointer, bytes), (flags & SYMLINK_FOLLOW) !== 0)),
    '[method]descriptor.open-at': (
      self: number,
      pathFlags: number,
      pointer: number,
      bytes: number,
      openFlags: number,
      flags: number,
      result: number,
    ) => {
      const opened = descriptor(self).openAt(path(pointer, bytes), {
        follows: (pathFlags & SYMLINK_FOLLOW) !== 0,
        mustBeFolder: (openFlags & DIRECTORY) !== 0,
        mayChange: (openFlags & CHANGING_OPEN_FLAGS) !== 0 || (flags & CHANGING_FLAGS) !== 0,
      });
      results.word(result, add(opened));
    },
    '[method]descriptor.readlink-at': (self: number, pointer: number, bytes: number, result: number) =>
      results.text(result, descriptor(self).readLinkAt(path(pointer, bytes))),
    '[method]descriptor.is-same-object': (self: number, other: number) =>
      descriptor(self).isSameAs(descriptor(other)) ? 1 : 0,
    '[method]descriptor.metadata-hash': (self: number, result: number) =>
      results.hash(result, descriptor(self).stat()),
    '[method]descriptor.metadata-hash-at': (
      self: number,
      flags: number,
      pointer: number,
      bytes: number,
      result: number,
    ) => results.hash(result, descriptor(self).statAt(path(pointer, bytes), (flags & SYMLINK_FOLLOW) !== 0)),
    '[resource-drop]descriptor': (self: number) => resources.drop(self, Descriptor),
    '[method]directory-entry-stream.read-directory-entry': (self: number, result: number) =>
      results.entry(result, resources.get(self, DirectoryEntryStream).next()),
    '[resource-drop]directory-entry-stream': (self: number) => resources.drop(self, DirectoryEntryStream),
    /** Stores an option<error-code>: +0 whether there is one, +1 it. */
    'filesystem-error-code': (error: number, result: number) => {
      const failure = failureOfOutcome(resources.get(error, StreamError).outcome);
      memory.refresh();
      memory.u8(result, failure === undefined ? 0 : 1);
      if (failure !== undefined) memory.u8(result + 1, failure.index);
    },
  };
}
