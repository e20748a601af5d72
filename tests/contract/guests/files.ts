/** Facts about folders that the host offers, and their files. The test makes them: see ../offered-folder.ts. */
import {
  File,
  Folder,
  INVALID_ARGUMENT,
  INVALID_STATE,
  IO_FAILURE,
  IS_DIRECTORY,
  LINK_LOOP,
  NAME_TOO_LONG,
  NOT_DIRECTORY,
  NOT_FOUND,
  NOT_PERMITTED,
  NOT_SUPPORTED,
} from '../../../assembly';
import { fact, factEqual, textOf } from './facts';

/** How `big` was made. */
const BIG_BYTES: i32 = 300_000;
const BIG_CYCLE: i32 = 251;
/** The time of `hello.txt`: 2020-02-02 02:02:02 UTC. */
const HELLO_SECONDS: i64 = 1_580_608_922;

/** Reads a file from its beginning to its end, in pieces of at most `pieceBytes`; returns the bytes, or a failure. */
function readAll(file: File, into: StaticArray<u8>, pieceBytes: i32): i32 {
  let bytes = 0;
  while (true) {
    const outcome = file.read(into, bytes, min(pieceBytes, into.length - bytes), bytes);
    if (outcome < 0) return outcome;
    if (outcome == 0) return bytes;
    bytes += outcome;
    if (bytes == into.length) return bytes;
  }
}

/** The text of a file, or why it can't be opened or read. */
function contents(folder: Folder, path: string): string {
  const file = folder.openFile(path);
  if (file == null) return Folder.lastError.toString();
  const buffer = new StaticArray<u8>(64);
  const bytes = readAll(file, buffer, 64);
  file.close();
  return bytes < 0 ? bytes.toString() : textOf(buffer, bytes);
}

/** The outcome of opening what can't be opened. */
function refusal(folder: Folder, path: string): i32 {
  Folder.lastError = 0;
  const file = folder.openFile(path);
  if (file == null) return Folder.lastError;
  file.close();
  return 0;
}

function folderRefusal(path: string): i32 {
  Folder.lastError = 0;
  const folder = Folder.open(path);
  if (folder == null) return Folder.lastError;
  folder.close();
  return 0;
}

function folders(name: string): void {
  factEqual('folder: one that is not offered is not permitted', folderRefusal('/no/such'), NOT_PERMITTED);
  factEqual('folder: one beside it is not permitted', folderRefusal(name + 'x'), NOT_PERMITTED);
  factEqual('folder: the one above it is not permitted', folderRefusal('/'), NOT_PERMITTED);
  factEqual('folder: with a slash at the end it is the same', folderRefusal(name + '/'), 0);
  factEqual('folder: `..` in its path is invalid', folderRefusal(name + '/sub/../sub'), INVALID_ARGUMENT);
  factEqual('folder: one below it that is not there is not found', folderRefusal(name + '/x'), NOT_FOUND);
  factEqual('folder: a file is no folder', folderRefusal(name + '/hello.txt'), NOT_DIRECTORY);
  const sub = Folder.open(name + '/sub');
  fact('folder: one below it can be opened', sub != null);
  if (sub == null) return;
  factEqual('folder: its files are below it', contents(sub, 'inner.txt'), 'inner');
  factEqual('folder: links lead out of one below it too', refusal(sub, 'up.txt'), NOT_PERMITTED);
  sub.close();
  sub.close();
  factEqual('folder: closed, it opens nothing', refusal(sub, 'inner.txt'), INVALID_STATE);
}

function paths(folder: Folder): void {
  factEqual('path: into a folder', contents(folder, 'sub/inner.txt'), 'inner');
  factEqual('path: a name that is not ASCII', contents(folder, 'ä ö€😀.txt'), 'umlauts');
  factEqual('path: a lone surrogate is not found', refusal(folder, String.fromCharCode(0xd800)), NOT_FOUND);
  factEqual('path: what is not there is not found', refusal(folder, 'nothing'), NOT_FOUND);
  factEqual('path: a folder that is not there is not found', refusal(folder, 'no/thing'), NOT_FOUND);
  factEqual('path: a file is no folder', refusal(folder, 'hello.txt/x'), NOT_DIRECTORY);
  factEqual('path: case matters', refusal(folder, 'HELLO.TXT'), NOT_FOUND);
  factEqual('path: a name of 256 bytes is too long', refusal(folder, 'n'.repeat(256)), NAME_TOO_LONG);
  const invalid = ['', '.', '..', '/', '/hello.txt', 'hello.txt/', 'sub//inner.txt', './hello.txt'];
  invalid.push('sub/./inner.txt');
  invalid.push('sub/../hello.txt');
  invalid.push('../secret.txt');
  invalid.push('sub\\inner.txt');
  invalid.push('..\\secret.txt');
  invalid.push('hello.txt\0');
  for (let i = 0; i < invalid.length; i++)
    factEqual('path: invalid, ' + i.toString(), refusal(folder, invalid[i]), INVALID_ARGUMENT);
  factEqual('path: three dots are a name', refusal(folder, '...'), NOT_FOUND);
  factEqual('path: a name may begin with two dots', refusal(folder, '..x'), NOT_FOUND);
}

function links(folder: Folder): void {
  factEqual('link: to a file', contents(folder, 'link.txt'), 'hello, file\n');
  factEqual('link: up, but not out', contents(folder, 'sub/up.txt'), 'hello, file\n');
  factEqual('link: to a folder', contents(folder, 'sub-link/inner.txt'), 'inner');
  factEqual('link: out of the folder', refusal(folder, 'out.txt'), NOT_PERMITTED);
  factEqual('link: to an absolute path', refusal(folder, 'absolute.txt'), NOT_PERMITTED);
  factEqual('link: to a folder outside', refusal(folder, 'out/secret.txt'), NOT_PERMITTED);
  factEqual('link: to nothing', refusal(folder, 'dangling'), NOT_FOUND);
  factEqual('link: in a circle', refusal(folder, 'circle-a'), LINK_LOOP);
}

function reading(folder: Folder): void {
  factEqual('file: reads', contents(folder, 'hello.txt'), 'hello, file\n');
  factEqual('file: an empty one', contents(folder, 'empty'), '');
  const hello = folder.openFile('hello.txt')!;
  factEqual('file: its size', hello.size, <i64>12);
  factEqual('file: its time', hello.modifiedSeconds, HELLO_SECONDS);
  fact('file: is no folder', !hello.isFolder);
  const buffer = new StaticArray<u8>(16);
  factEqual('file: from an offset', hello.read(buffer, 7, 16), 5);
  factEqual('file: the bytes from the offset', textOf(buffer, 5), 'file\n');
  factEqual('file: at its end', hello.read(buffer, 12, 16), 0);
  factEqual('file: behind its end', hello.read(buffer, 1_000_000, 16), 0);
  factEqual('file: far behind its end', hello.read(buffer, 1 << 53, 16), 0);
  factEqual('file: to a place in the buffer', hello.read(buffer, 0, 5, 11), 5);
  factEqual('file: nothing else is written', textOf(buffer, 16), 'file\n\0\0\0\0\0\0hello');
  factEqual('file: no bytes at all', hello.read(buffer, 0, 0), INVALID_ARGUMENT);
  factEqual('file: more than the buffer takes', hello.read(buffer, 0, 6, 11), INVALID_ARGUMENT);
  factEqual('file: before the buffer', hello.read(buffer, 0, 6, -1), INVALID_ARGUMENT);
  factEqual('file: before its beginning', hello.read(buffer, -1, 6), INVALID_ARGUMENT);
  hello.close();
  hello.close();
  factEqual('file: closed', hello.read(buffer, 0, 6), INVALID_STATE);
}

function big(folder: Folder): void {
  const file = folder.openFile('big')!;
  const buffer = new StaticArray<u8>(BIG_BYTES + 1);
  factEqual('big: its size', file.size, <i64>BIG_BYTES);
  factEqual('big: all of it', readAll(file, buffer, 64 * 1024), BIG_BYTES);
  let wrong = -1;
  for (let i = 0; i < BIG_BYTES && wrong < 0; i++) if (buffer[i] != <u8>(i % BIG_CYCLE)) wrong = i;
  factEqual('big: each byte in its place', wrong, -1);
  let bytes = 0;
  for (let i = 0; i < 50; i++) {
    const at = (i * 7919) % (BIG_BYTES - 1);
    if (file.read(buffer, at, 1) == 1 && buffer[0] == <u8>(at % BIG_CYCLE)) bytes++;
  }
  factEqual('big: to and fro', bytes, 50);
  file.close();
}

function others(folder: Folder): void {
  const sub = folder.openFile('sub');
  fact('folder as file: says that it is one', sub != null && sub.isFolder);
  if (sub != null)
    factEqual('folder as file: can not be read', sub.read(new StaticArray<u8>(8), 0, 8), IS_DIRECTORY);
  if (sub != null) sub.close();
  factEqual('a pipe is refused', refusal(folder, 'pipe'), NOT_SUPPORTED);
}

/** All of it. `name`: of the folder that the host offers. */
export function files(name: string): void {
  folders(name);
  const folder = Folder.open(name);
  fact('folder: one that is offered can be opened', folder != null);
  if (folder == null) return;
  paths(folder);
  links(folder);
  reading(folder);
  big(folder);
  others(folder);
  folder.close();
  factEqual('folder: offered ones can be opened again', folderRefusal(name), 0);
}

/** With few files that the host may open. `name`: of the folder that the host offers. */
export function filesLimit(name: string): void {
  const folder = Folder.open(name)!;
  const open: File[] = [];
  while (open.length < 1000) {
    const file = folder.openFile('hello.txt');
    if (file == null) break;
    open.push(file);
  }
  factEqual('limit: no more files can be opened', Folder.lastError, IO_FAILURE);
  for (let i = 0; i < open.length; i++) open[i].close();
  factEqual('limit: when they are closed, it goes on', contents(folder, 'hello.txt'), 'hello, file\n');
  folder.close();
}

/** Without any folder. */
export function filesDenied(): void {
  factEqual('files: nothing is offered', folderRefusal('/'), NOT_PERMITTED);
  factEqual('files: nor the working folder', folderRefusal('.'), NOT_PERMITTED);
}
