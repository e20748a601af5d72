/** wasi:filesystem/preopens and types: no folder is open, so that nothing can be opened. */
import type { Host, Interface } from './host.ts';
import { Resource } from './resources.ts';
import { StreamError } from './io/error.ts';

/** A file or folder; never made. */
export class Descriptor extends Resource {}
/** What is read of a folder; never made. */
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
    /** A list, which is empty: +0 pointer, +4 how many. */
    'get-directories': (result: number) => {
      memory.refresh();
      memory.u32(result, 4);
      memory.u32(result + 4, 0);
    },
  };
}

export function filesystemTypes({ memory, resources }: Host): Interface {
  /** Traps: whatever handle the guest makes up, it is none of a descriptor. */
  const noDescriptor = (self: number): void => void resources.get(self, Descriptor);
  return {
    ...Object.fromEntries(DESCRIPTOR_METHODS.map((name) => [`[method]descriptor.${name}`, noDescriptor])),
    '[resource-drop]descriptor': (self: number) => resources.drop(self, Descriptor),
    '[method]directory-entry-stream.read-directory-entry': (self: number) =>
      void resources.get(self, DirectoryEntryStream),
    '[resource-drop]directory-entry-stream': (self: number) => resources.drop(self, DirectoryEntryStream),
    /** An option<error-code>, which is none: no stream is a file's. */
    'filesystem-error-code': (error: number, result: number) => {
      resources.get(error, StreamError);
      memory.refresh();
      memory.u8(result, 0);
    },
  };
}
