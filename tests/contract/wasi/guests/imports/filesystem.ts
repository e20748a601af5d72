/** wasi:filesystem, as a core module imports it. `result`: where the host stores what is no core value. */

@external('wasi:filesystem/preopens@0.2.0', 'get-directories')
export declare function getDirectories(result: usize): void;


@external('wasi:filesystem/types@0.2.0', 'filesystem-error-code')
export declare function filesystemErrorCode(error: i32, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.read-via-stream')
export declare function readViaStream(self: i32, offset: u64, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.write-via-stream')
export declare function writeViaStream(self: i32, offset: u64, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.append-via-stream')
export declare function appendViaStream(self: i32, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.advise')
export declare function advise(self: i32, offset: u64, length: u64, advice: i32, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.sync-data')
export declare function syncData(self: i32, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.get-flags')
export declare function getFlags(self: i32, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.get-type')
export declare function getType(self: i32, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.set-size')
export declare function setSize(self: i32, size: u64, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.set-times')
export declare function setTimes(
  self: i32,
  which: i32,
  seconds: u64,
  nanoseconds: i32,
  otherWhich: i32,
  otherSeconds: u64,
  otherNanoseconds: i32,
  result: usize,
): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.read')
export declare function readFile(self: i32, length: u64, offset: u64, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.write')
export declare function writeFile(self: i32, pointer: usize, bytes: i32, offset: u64, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.read-directory')
export declare function readDirectory(self: i32, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.sync')
export declare function sync(self: i32, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.create-directory-at')
export declare function createDirectoryAt(self: i32, path: usize, bytes: i32, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.stat')
export declare function stat(self: i32, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.stat-at')
export declare function statAt(self: i32, flags: i32, path: usize, bytes: i32, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.set-times-at')
export declare function setTimesAt(
  self: i32,
  flags: i32,
  path: usize,
  bytes: i32,
  which: i32,
  seconds: u64,
  nanoseconds: i32,
  otherWhich: i32,
  otherSeconds: u64,
  otherNanoseconds: i32,
  result: usize,
): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.link-at')
export declare function linkAt(
  self: i32,
  flags: i32,
  path: usize,
  bytes: i32,
  descriptor: i32,
  otherPath: usize,
  otherBytes: i32,
  result: usize,
): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.open-at')
export declare function openAt(
  self: i32,
  flags: i32,
  path: usize,
  bytes: i32,
  openFlags: i32,
  descriptorFlags: i32,
  result: usize,
): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.readlink-at')
export declare function readlinkAt(self: i32, path: usize, bytes: i32, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.remove-directory-at')
export declare function removeDirectoryAt(self: i32, path: usize, bytes: i32, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.rename-at')
export declare function renameAt(
  self: i32,
  path: usize,
  bytes: i32,
  descriptor: i32,
  otherPath: usize,
  otherBytes: i32,
  result: usize,
): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.symlink-at')
export declare function symlinkAt(
  self: i32,
  path: usize,
  bytes: i32,
  otherPath: usize,
  otherBytes: i32,
  result: usize,
): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.unlink-file-at')
export declare function unlinkFileAt(self: i32, path: usize, bytes: i32, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.is-same-object')
export declare function isSameObject(self: i32, descriptor: i32): i32;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.metadata-hash')
export declare function metadataHash(self: i32, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[method]descriptor.metadata-hash-at')
export declare function metadataHashAt(self: i32, flags: i32, path: usize, bytes: i32, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[resource-drop]descriptor')
export declare function dropDescriptor(self: i32): void;


@external('wasi:filesystem/types@0.2.0', '[method]directory-entry-stream.read-directory-entry')
export declare function readDirectoryEntry(self: i32, result: usize): void;


@external('wasi:filesystem/types@0.2.0', '[resource-drop]directory-entry-stream')
export declare function dropDirectoryEntryStream(self: i32): void;
