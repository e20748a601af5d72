/** wasi:filesystem/preopens and types. No directory is preopened, so the guest can open nothing. */
import type { Host, Interface } from './host.ts';
import { Resource } from './resources.ts';
import { StreamError } from './io/error.ts';

/** A file or directory. The host never makes one. */
export class Descriptor extends Resource {}
/** The entries of a directory. The host never makes one. */
export class DirectoryEntryStream extends Resource {}

/** The methods of a descriptor, by their WIT names. */
export const DESCRIPTOR_METHODS = [
  'read-via-stream',
  'write-via-stream',
  'append-via-stream',
  'advise',
  'sync-data',
  'get-flags',
  'get-type',
  'set-size',
  'set-times',
  'read',
  'write',
  'read-directory',
  'sync',
  'create-directory-at',
  'stat',
  'stat-at',
  'set-times-at',
  'link-at',
  'open-at',
  'readlink-at',
  'remove-directory-at',
  'rename-at',
  'symlink-at',
  'unlink-file-at',
  'is-same-object',
  'metadata-hash',
  'metadata-hash-at',
] as const;

export function preopens({ memory }: Host): Interface {
  return {
    /** Stores an empty list: +0 pointer, +4 length. */
    'get-directories': (result: number) => {
      memory.refresh();
      memory.u32(result, 4);
      memory.u32(result + 4, 0);
    },
  };
}

export function filesystemTypes({ memory, resources }: Host): Interface {
  /** Traps: no handle that the guest has is a descriptor's. */
  const noDescriptor = (self: number): void => void resources.get(self, Descriptor);
  return {
    ...Object.fromEntries(DESCRIPTOR_METHODS.map((name) => [`[method]descriptor.${name}`, noDescriptor])),
    '[resource-drop]descriptor': (self: number) => resources.drop(self, Descriptor),
    '[method]directory-entry-stream.read-directory-entry': (self: number) =>
      void resources.get(self, DirectoryEntryStream),
    '[resource-drop]directory-entry-stream': (self: number) => resources.drop(self, DirectoryEntryStream),
    /** Stores an option<error-code> of none, since no stream is a file's. */
    'filesystem-error-code': (error: number, result: number) => {
      resources.get(error, StreamError);
      memory.refresh();
      memory.u8(result, 0);
    },
  };
}
