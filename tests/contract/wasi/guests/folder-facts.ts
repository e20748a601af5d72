/** Facts about wasi:filesystem: folders, and the paths below them. */
import * as files from './imports/filesystem';
import * as tools from './file-tools';
import {
  DIRECTORY,
  NO_ENTRY,
  NOT_DIRECTORY,
  NOT_PERMITTED,
  OK,
  STAT,
  open,
  statCode,
  tryOpen,
} from './file-tools';
import { RESULT, fact, factEqual, handle, unit, wide } from './results';

/** The time of `hello.txt`. */
const HELLO_SECONDS: u64 = 1_580_608_922;

function preopens(name: string): void {
  files.getDirectories(RESULT);
  const list = load<usize>(RESULT);
  factEqual('get-directories: gives what is offered', load<i32>(RESULT, 4), 1);
  factEqual(
    'get-directories: by its name',
    String.UTF8.decodeUnsafe(load<usize>(list, 4), load<i32>(list, 8)),
    name,
  );
  const one = load<i32>(list);
  const other = tools.root();
  fact('get-directories: gives a new descriptor each time', one != other);
  factEqual('is-same-object: both are the same folder', files.isSameObject(one, other), 1);
  files.dropDescriptor(one);
  factEqual('drop: of one leaves the other', tryOpen(other, 'hello.txt'), OK);
  files.dropDescriptor(other);
}

function paths(root: i32): void {
  factEqual('open-at: a file', tryOpen(root, 'hello.txt'), OK);
  factEqual('open-at: a folder', tryOpen(root, 'sub'), OK);
  factEqual('open-at: a file in a folder', tryOpen(root, 'sub/inner.txt'), OK);
  factEqual('open-at: `.` is the folder itself', tryOpen(root, '.'), OK);
  factEqual('open-at: `..` may stay inside', tryOpen(root, 'sub/../hello.txt'), OK);
  factEqual('open-at: empty segments count for nothing', tryOpen(root, 'sub//inner.txt'), OK);
  factEqual('open-at: a folder may have a slash after it', tryOpen(root, 'sub/'), OK);
  factEqual('open-at: a file may not', tryOpen(root, 'hello.txt/'), NOT_DIRECTORY);
  factEqual('open-at: no path is no-entry', tryOpen(root, ''), NO_ENTRY);
  factEqual('open-at: what is not there is no-entry', tryOpen(root, 'nothing'), NO_ENTRY);
  factEqual('open-at: nor in a folder that is not there', tryOpen(root, 'no/thing'), NO_ENTRY);
  factEqual('open-at: below a file is not-directory', tryOpen(root, 'hello.txt/x'), NOT_DIRECTORY);
  factEqual('open-at: a name too long', tryOpen(root, 'n'.repeat(256)), tools.NAME_TOO_LONG);
  factEqual('open-at: `..` does not lead out', tryOpen(root, '..'), NOT_PERMITTED);
  factEqual('open-at: nor to what is beside it', tryOpen(root, '../secret.txt'), NOT_PERMITTED);
  factEqual('open-at: nor after a folder', tryOpen(root, 'sub/../../secret.txt'), NOT_PERMITTED);
  factEqual('open-at: nor out and in again', tryOpen(root, '../site/hello.txt'), NOT_PERMITTED);
  factEqual('open-at: nor an absolute path', tryOpen(root, '/etc/passwd'), NOT_PERMITTED);
  factEqual('open-at: nor the root', tryOpen(root, '/'), NOT_PERMITTED);
  factEqual('open-at: NUL is invalid', tryOpen(root, 'hello.txt\0'), tools.INVALID);
  factEqual(
    'open-at: a file as a folder',
    tryOpen(root, 'hello.txt', 1, tools.OPEN_DIRECTORY),
    NOT_DIRECTORY,
  );
  factEqual('open-at: a folder as a folder', tryOpen(root, 'sub', 1, tools.OPEN_DIRECTORY), OK);
  const sub = open(root, 'sub');
  factEqual('open-at: `..` does not lead out of another either', tryOpen(sub, '../hello.txt'), NOT_PERMITTED);
  factEqual('open-at: nor does a link', tryOpen(sub, 'up.txt'), NOT_PERMITTED);
  factEqual('open-at: what is in it', tryOpen(sub, 'inner.txt'), OK);
  files.dropDescriptor(sub);
  const file = open(root, 'hello.txt');
  factEqual('open-at: in a file is not-directory', tryOpen(file, 'x'), NOT_DIRECTORY);
  factEqual('stat-at: in a file is not-directory', statCode(file, 'x'), NOT_DIRECTORY);
  files.readDirectory(file, RESULT);
  factEqual('read-directory: of a file is not-directory', wide(), NOT_DIRECTORY);
  files.dropDescriptor(file);
}

/** The target of a link, or the error code as text. */
function linkText(root: i32, path: string): string {
  const text = new tools.Text(path);
  files.readlinkAt(root, text.at, text.bytes, RESULT);
  if (load<u8>(RESULT) != 0) return load<u8>(RESULT, 4).toString();
  return tools.readText();
}

function links(root: i32): void {
  factEqual('link: is followed to a file', tryOpen(root, 'link.txt'), OK);
  factEqual('link: is followed to a folder', tryOpen(root, 'sub-link'), OK);
  factEqual('link: is followed on the way', tryOpen(root, 'sub-link/inner.txt'), OK);
  factEqual(
    'link: on the way it is followed without the flag too',
    tryOpen(root, 'sub-link/inner.txt', 0),
    OK,
  );
  factEqual('link: without the flag it is loop', tryOpen(root, 'link.txt', 0), tools.LOOP);
  factEqual('link: up and inside', tryOpen(root, 'sub/up.txt'), OK);
  factEqual('link: to nothing is no-entry', tryOpen(root, 'dangling'), NO_ENTRY);
  factEqual('link: in a circle is loop', tryOpen(root, 'circle-a'), tools.LOOP);
  factEqual('link: in a circle on the way is loop', tryOpen(root, 'circle-a/x'), tools.LOOP);
  factEqual('link: out is not-permitted', tryOpen(root, 'out.txt'), NOT_PERMITTED);
  factEqual('link: out on the way is not-permitted', tryOpen(root, 'out/secret.txt'), NOT_PERMITTED);
  factEqual('link: to an absolute path is not-permitted', tryOpen(root, 'absolute.txt'), NOT_PERMITTED);
  factEqual('stat-at: a link out is not-permitted', statCode(root, 'out.txt'), NOT_PERMITTED);
  factEqual('stat-at: a link that is not followed', statCode(root, 'out.txt', 0), OK);
  factEqual('stat-at: says that it is one', <i32>load<u8>(STAT, 8), tools.SYMBOLIC_LINK);
  factEqual('stat-at: a link that is followed', statCode(root, 'link.txt'), OK);
  factEqual('stat-at: says what it leads to', <i32>load<u8>(STAT, 8), tools.REGULAR_FILE);
  factEqual('readlink-at: gives what it leads to', linkText(root, 'sub/up.txt'), '../hello.txt');
  factEqual('readlink-at: gives one that leads out', linkText(root, 'out.txt'), '../secret.txt');
  factEqual('readlink-at: tells no absolute path', linkText(root, 'absolute.txt'), NOT_PERMITTED.toString());
  factEqual('readlink-at: what is no link is invalid', linkText(root, 'hello.txt'), tools.INVALID.toString());
  factEqual('readlink-at: what is not there is no-entry', linkText(root, 'nothing'), NO_ENTRY.toString());
}

function stats(root: i32): void {
  factEqual('stat-at: a file', statCode(root, 'hello.txt'), OK);
  factEqual('stat-at: is a regular file', <i32>load<u8>(STAT, 8), tools.REGULAR_FILE);
  factEqual('stat-at: has one link', load<u64>(STAT, 16), 1);
  factEqual('stat-at: has its size', load<u64>(STAT, 24), 12);
  factEqual('stat-at: has a time of access', <i32>load<u8>(STAT, 32), 1);
  factEqual('stat-at: has a time of modification', <i32>load<u8>(STAT, 56), 1);
  factEqual('stat-at: has its seconds', load<u64>(STAT, 64), HELLO_SECONDS);
  factEqual('stat-at: has its nanoseconds', load<u32>(STAT, 72), 250_000_000);
  factEqual('stat-at: a folder', statCode(root, 'sub'), OK);
  factEqual('stat-at: is a directory', <i32>load<u8>(STAT, 8), DIRECTORY);
  factEqual('stat-at: a pipe does not block', statCode(root, 'pipe'), OK);
  factEqual('stat-at: is a fifo', <i32>load<u8>(STAT, 8), tools.FIFO);
  factEqual('stat-at: what is not there is no-entry', statCode(root, 'nothing'), NO_ENTRY);
  factEqual('stat-at: `..` is not-permitted', statCode(root, '..'), NOT_PERMITTED);
  files.stat(root, STAT);
  fact('stat: of a folder', load<u8>(STAT) == 0 && load<u8>(STAT, 8) == DIRECTORY);
  files.getType(root, RESULT);
  fact('get-type: of a folder', unit() == OK && load<u8>(RESULT, 1) == DIRECTORY);
  files.getFlags(root, RESULT);
  fact('get-flags: a folder is open to be read', unit() == OK && (load<u8>(RESULT, 1) & tools.READ) != 0);
  tools.readCode(root, 8, 0);
  factEqual('read: of a folder is bad-descriptor', wide(), tools.BAD_DESCRIPTOR);
  files.readViaStream(root, 0, RESULT);
  factEqual('read-via-stream: of a folder is is-directory', wide(), tools.IS_DIRECTORY);
  files.advise(root, 0, 0, 0, RESULT);
  factEqual('advise: of a folder is bad-descriptor', unit(), tools.BAD_DESCRIPTOR);
}

function hashes(root: i32): void {
  const hello = open(root, 'hello.txt');
  const link = open(root, 'link.txt');
  const empty = open(root, 'empty');
  factEqual('is-same-object: by two names', files.isSameObject(hello, link), 1);
  factEqual('is-same-object: two files', files.isSameObject(hello, empty), 0);
  files.metadataHash(hello, STAT);
  const lower = load<u64>(STAT, 8);
  const upper = load<u64>(STAT, 16);
  fact('metadata-hash: of a file', load<u8>(STAT) == 0);
  files.metadataHash(link, STAT);
  fact(
    'metadata-hash: is the same by two names',
    load<u64>(STAT, 8) == lower && load<u64>(STAT, 16) == upper,
  );
  files.metadataHash(empty, STAT);
  fact('metadata-hash: differs', load<u64>(STAT, 8) != lower || load<u64>(STAT, 16) != upper);
  const path = new tools.Text('link.txt');
  files.metadataHashAt(root, 1, path.at, path.bytes, STAT);
  fact('metadata-hash-at: is the same', load<u64>(STAT, 8) == lower && load<u64>(STAT, 16) == upper);
  files.metadataHashAt(root, 0, path.at, path.bytes, STAT);
  fact('metadata-hash-at: of a link itself', load<u8>(STAT) == 0 && load<u64>(STAT, 8) != lower);
  const outside = new tools.Text('out.txt');
  files.metadataHashAt(root, 1, outside.at, outside.bytes, STAT);
  fact('metadata-hash-at: of what is outside', load<u8>(STAT) == 1 && load<u8>(STAT, 8) == NOT_PERMITTED);
  files.dropDescriptor(hello);
  files.dropDescriptor(link);
  files.dropDescriptor(empty);
}

function entries(root: i32): void {
  const sub = open(root, 'sub');
  files.readDirectory(sub, RESULT);
  factEqual('read-directory: of a folder', wide(), OK);
  const stream = handle();
  files.dropDescriptor(sub);
  let inner = 0;
  let up = 0;
  let others = 0;
  while (true) {
    files.readDirectoryEntry(stream, RESULT);
    if (load<u8>(RESULT) != 0 || load<u8>(RESULT, 4) == 0) break;
    const name = String.UTF8.decodeUnsafe(load<usize>(RESULT, 12), load<i32>(RESULT, 16));
    if (name == 'inner.txt' && load<u8>(RESULT, 8) == tools.REGULAR_FILE) inner++;
    else if (name == 'up.txt' && load<u8>(RESULT, 8) == tools.SYMBOLIC_LINK) up++;
    else others++;
  }
  factEqual('read-directory-entry: the end is no failure', <i32>load<u8>(RESULT), 0);
  fact('read-directory-entry: gives each entry once, with its type', inner == 1 && up == 1);
  factEqual('read-directory-entry: gives nothing else', others, 0);
  files.readDirectoryEntry(stream, RESULT);
  fact('read-directory-entry: the end stays', load<u8>(RESULT) == 0 && load<u8>(RESULT, 4) == 0);
  files.dropDirectoryEntryStream(stream);
}

/** All of it. `name`: of the folder that is offered. */
export function folderFacts(name: string): void {
  preopens(name);
  const root = tools.root();
  paths(root);
  links(root);
  stats(root);
  hashes(root);
  entries(root);
  files.dropDescriptor(root);
}
