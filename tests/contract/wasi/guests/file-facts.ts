/** Facts about wasi:filesystem: files that are read, and those that may not be changed. */
import * as io from './imports/io';
import * as files from './imports/filesystem';
import * as tools from './file-tools';
import { NOT_PERMITTED, OK, STAT, open, openCode, readCode, readText } from './file-tools';
import { RESULT, fact, factEqual, handle, long, unit, wide } from './results';
import {
  CLOSED,
  OK as GIVEN,
  blockingRead,
  bytesRead,
  inputReady,
  read,
  readText as streamText,
} from './stream-tools';

const BIG_BYTES: i32 = 300_000;
const MOST_BYTES: u64 = u64.MAX_VALUE;

function reading(root: i32): void {
  const hello = open(root, 'hello.txt');
  factEqual('read: so many bytes', readCode(hello, 5, 0), OK);
  factEqual('read: they are the first', readText(), 'hello');
  factEqual('read: that was not the end', <i32>load<u8>(RESULT, 12), 0);
  readCode(hello, 64, 7);
  factEqual('read: from an offset to the end', readText(), 'file\n');
  readCode(hello, 64, 12);
  factEqual('read: at the end nothing', load<i32>(RESULT, 8), 0);
  factEqual('read: says that it is the end', <i32>load<u8>(RESULT, 12), 1);
  readCode(hello, 64, 1 << 40);
  fact('read: far behind the end too', load<i32>(RESULT, 8) == 0 && load<u8>(RESULT, 12) == 1);
  factEqual('read: the farthest offset is invalid', readCode(hello, 1, MOST_BYTES), tools.INVALID);
  files.stat(hello, STAT);
  fact('stat: of a file', load<u8>(STAT) == 0 && load<u8>(STAT, 8) == tools.REGULAR_FILE);
  factEqual('stat: has its size', load<u64>(STAT, 24), 12);
  files.getType(hello, RESULT);
  fact('get-type: of a file', unit() == OK && load<u8>(RESULT, 1) == tools.REGULAR_FILE);
  files.getFlags(hello, RESULT);
  fact(
    'get-flags: a file is open to be read, and not to be written',
    unit() == OK && load<u8>(RESULT, 1) == tools.READ,
  );
  for (let advice = 0; advice < 6; advice++) {
    files.advise(hello, 0, 100, advice, RESULT);
    factEqual('advise: ' + advice.toString(), unit(), OK);
  }
  files.sync(hello, RESULT);
  factEqual('sync: of a file that is read', unit(), OK);
  files.syncData(hello, RESULT);
  factEqual('sync-data: of a file that is read', unit(), OK);
  files.dropDescriptor(hello);
}

function streaming(root: i32): void {
  const hello = open(root, 'hello.txt');
  files.readViaStream(hello, 7, RESULT);
  factEqual('read-via-stream: of a file', wide(), OK);
  const stream = handle();
  files.dropDescriptor(hello);
  const pollable = io.subscribeInput(stream);
  io.block(pollable);
  factEqual('input-stream.subscribe: of a file becomes ready', io.isReady(pollable), 1);
  io.dropPollable(pollable);
  factEqual('blocking-read: of a file, from the offset', streamText(stream, 5), 'file\n');
  factEqual('blocking-read: the end is closed', blockingRead(stream, 5), CLOSED);
  factEqual('read: after the end it is closed', read(stream, 5), CLOSED);
  fact('input-stream.subscribe: at the end it is ready', inputReady(stream));
  io.dropInput(stream);
  const big = open(root, 'big');
  files.readViaStream(big, 0, RESULT);
  const all = handle();
  let bytes = 0;
  let wrong = 0;
  while (blockingRead(all, 1 << 20) == GIVEN) {
    const list = load<usize>(RESULT, 4);
    for (let i = 0; i < bytesRead(); i++) if (load<u8>(list + i) != <u8>((bytes + i) % 251)) wrong++;
    bytes += bytesRead();
  }
  factEqual('blocking-read: gives all of a file', bytes, BIG_BYTES);
  factEqual('blocking-read: each byte in its place', wrong, 0);
  io.dropInput(all);
  files.readViaStream(big, 251, RESULT);
  const skipped = handle();
  io.blockingSkip(skipped, 250, RESULT);
  factEqual('blocking-skip: in a file', <i32>load<u64>(RESULT, 8), 250);
  blockingRead(skipped, 1);
  factEqual('blocking-read: goes on behind it', <i32>load<u8>(load<usize>(RESULT, 4)), 250);
  io.dropInput(skipped);
  files.readViaStream(big, 1 << 40, RESULT);
  const behind = handle();
  factEqual('blocking-read: behind the end is closed', blockingRead(behind, 1), CLOSED);
  io.dropInput(behind);
  files.dropDescriptor(big);
}

/** What a host with files does. */
export function fileFacts(): void {
  const root = tools.root();
  reading(root);
  streaming(root);
  files.dropDescriptor(root);
}

/** Where a folder is offered to be read only. */
export function readOnlyFacts(): void {
  const root = tools.root();
  const create = openCode(root, 'new.txt', 1, tools.CREATE, tools.WRITE);
  factEqual('open-at: to create', create, NOT_PERMITTED);
  factEqual('open-at: to empty', openCode(root, 'hello.txt', 1, tools.TRUNCATE, tools.WRITE), NOT_PERMITTED);
  factEqual('open-at: to write', openCode(root, 'hello.txt', 1, 0, tools.READ | tools.WRITE), NOT_PERMITTED);
  const mutate = openCode(root, 'sub', 1, tools.OPEN_DIRECTORY, tools.READ | tools.MUTATE_DIRECTORY);
  factEqual('open-at: to change a folder', mutate, NOT_PERMITTED);
  files.getFlags(root, RESULT);
  factEqual('get-flags: a folder is not to be changed', <i32>load<u8>(RESULT, 1), tools.READ);
  const path = new tools.Text('hello.txt');
  const other = new tools.Text('other.txt');
  files.createDirectoryAt(root, other.at, other.bytes, RESULT);
  factEqual('create-directory-at', unit(), NOT_PERMITTED);
  files.setTimesAt(root, 1, path.at, path.bytes, 1, 0, 0, 1, 0, 0, RESULT);
  factEqual('set-times-at', unit(), NOT_PERMITTED);
  files.linkAt(root, 0, path.at, path.bytes, root, other.at, other.bytes, RESULT);
  factEqual('link-at', unit(), NOT_PERMITTED);
  files.symlinkAt(root, path.at, path.bytes, other.at, other.bytes, RESULT);
  factEqual('symlink-at', unit(), NOT_PERMITTED);
  files.renameAt(root, path.at, path.bytes, root, other.at, other.bytes, RESULT);
  factEqual('rename-at', unit(), NOT_PERMITTED);
  files.unlinkFileAt(root, path.at, path.bytes, RESULT);
  factEqual('unlink-file-at', unit(), NOT_PERMITTED);
  files.removeDirectoryAt(root, path.at, path.bytes, RESULT);
  factEqual('remove-directory-at', unit(), NOT_PERMITTED);
  const file = open(root, 'hello.txt');
  files.setSize(file, 0, RESULT);
  factEqual('set-size', unit(), NOT_PERMITTED);
  files.setTimes(file, 1, 0, 0, 1, 0, 0, RESULT);
  factEqual('set-times', unit(), NOT_PERMITTED);
  files.writeFile(file, other.at, other.bytes, 0, RESULT);
  factEqual('write', long(), NOT_PERMITTED);
  files.writeViaStream(file, 0, RESULT);
  factEqual('write-via-stream', wide(), NOT_PERMITTED);
  files.appendViaStream(file, RESULT);
  factEqual('append-via-stream', wide(), NOT_PERMITTED);
  readCode(file, 64, 0);
  factEqual('read: nothing was changed', readText(), 'hello, file\n');
  files.dropDescriptor(file);
  const pipe = open(root, 'pipe');
  files.getType(pipe, RESULT);
  factEqual('get-type: a pipe can be opened without being waited for', <i32>load<u8>(RESULT, 1), tools.FIFO);
  factEqual('read: a pipe is not-permitted', readCode(pipe, 1, 0), NOT_PERMITTED);
  files.readViaStream(pipe, 0, RESULT);
  factEqual('read-via-stream: a pipe is not-permitted', wide(), NOT_PERMITTED);
  files.dropDescriptor(pipe);
  files.dropDescriptor(root);
}
