/**
 * Facts about the memory that hosts ask for. A guest frees what is returned to it, by its length: they may ask for exactly that, and for
 * nothing where nothing is returned. What is asked too much is lost at each call.
 */
import { askedBytes, free, freedBytes } from './counting';
import * as files from './imports/filesystem';
import * as tools from './file-tools';
import * as io from './imports/io';
import { dropNames, resolveAddresses, resolveNextAddress, subscribeNames } from './imports/names';
import * as system from './imports/system';
import { shutdown } from './imports/tcp';
import { broken } from './failure-facts';
import { RESULT, factEqual, handle, wide } from './results';
import { FAILED, OK, SHUT_SEND, blockingRead, lastError, outcome, read, write } from './stream-tools';
import { Pair, network, waitFor } from './tcp-tools';
import { Open, put } from './udp-tools';

const MANY: i32 = 2000;
const FEW: i32 = 20;
/** What guests ask for that take as much as comes. */
const MUCH: u64 = 65536;
const LARGE: u64 = 1 << 20;
const PAIR_BYTES: i32 = 16;
const STRING_BYTES: i32 = 8;
const PREOPEN_BYTES: i32 = 12;
const DATAGRAM_BYTES: i32 = 40;

/** What the calls below are made with. */
let input: i32 = 0;
let output: i32 = 0;
let ready: i32 = 0;
let never: i32 = 0;
let root: i32 = 0;
let file: i32 = 0;
let port: u16 = 0;
let datagrams = changetype<Open>(0);

/** States that calls return all the memory that the host asks for. */
function keepsNothing(name: string, times: i32, call: () => void): void {
  const lost = askedBytes - freedBytes;
  for (let i = 0; i < times; i++) call();
  factEqual<u64>(name + ': all bytes asked for are returned', askedBytes - freedBytes - lost, 0);
}

/** States that the host asks for no memory for calls that return none. */
function asksForNothing(name: string, times: i32, call: () => void): void {
  const asked = askedBytes;
  for (let i = 0; i < times; i++) call();
  factEqual<u64>(name + ': no bytes are asked for', askedBytes - asked, 0);
}

/** Frees a list or string of the result; the pointer is at `place`. */
function freeResult(place: usize, itemBytes: i32 = 1): void {
  free(load<usize>(RESULT + place), load<i32>(RESULT + place, 4) * itemBytes);
}

/** Frees a list of strings, or of pairs of them. */
function freeStrings(itemBytes: i32): void {
  const list = load<usize>(RESULT);
  const bytes = load<i32>(RESULT, 4) * itemBytes;
  for (let at = 0; at < bytes; at += STRING_BYTES) free(load<usize>(list + at), load<i32>(list + at, 4));
  free(list, bytes);
}

function readNothing(): void {
  read(input, MUCH);
}

function reads(): void {
  const pair = new Pair();
  input = pair.near.input;
  output = pair.far.output;
  asksForNothing('read where nothing is', MANY, readNothing);
  asksForNothing('read of 0 bytes', MANY, () => {
    read(input, 0);
  });
  keepsNothing('blocking-read of little, asked for much, and read after it', MANY, () => {
    write(output, 'abc');
    if (blockingRead(input, MUCH) == OK) freeResult(4);
    if (read(input, MUCH) == OK) freeResult(4);
  });
  keepsNothing('read of little, asked for much', MANY, () => {
    write(output, 'abc');
    waitFor(io.subscribeInput(input));
    if (read(input, MUCH) == OK) freeResult(4);
  });
  shutdown(pair.far.socket, SHUT_SEND, RESULT);
  waitFor(io.subscribeInput(input));
  asksForNothing('read at the end', MANY, readNothing);
  pair.drop();
  keepsNothing('read of a connection that was reset, and the text of the error', FEW, () => {
    const end = broken(port);
    if (read(end.input, MUCH) == FAILED) {
      io.toDebugString(lastError, RESULT);
      freeResult(0);
      io.dropError(lastError);
    }
    end.drop();
  });
  input = system.getStdin();
  asksForNothing('read of standard input, which is empty', MANY, readNothing);
  io.dropInput(input);
}

function polls(): void {
  ready = system.subscribeDuration(0);
  never = system.subscribeDuration(u64.MAX_VALUE);
  keepsNothing('poll', MANY, () => {
    const list = StaticArray.fromArray<i32>([never, ready, never, ready, never]);
    io.poll(changetype<usize>(list), list.length, RESULT);
    freeResult(0, sizeof<i32>());
  });
  io.dropPollable(ready);
  io.dropPollable(never);
}

function receive(): void {
  if (datagrams.receiveCode() >= 0) return;
  const list = load<usize>(RESULT, 4);
  const bytes = load<i32>(RESULT, 8) * DATAGRAM_BYTES;
  for (let at = 0; at < bytes; at += DATAGRAM_BYTES) free(load<usize>(list + at), load<i32>(list + at, 4));
  free(list, bytes);
}

function udp(): void {
  datagrams = new Open();
  asksForNothing('receive of no datagrams', MANY, receive);
  keepsNothing('receive of datagrams', MANY / 4, () => {
    const to = datagrams.address;
    put(0, to, 0);
    put(1, to, 1);
    put(2, to, 1001);
    datagrams.sendList(3);
    receive();
  });
  datagrams.drop();
}

function look(name: string): void {
  const text = String.UTF8.encode(name);
  resolveAddresses(network(), changetype<usize>(text), text.byteLength, RESULT);
  if (wide() >= 0) return;
  const stream = handle();
  waitFor(subscribeNames(stream));
  resolveNextAddress(stream, RESULT);
  dropNames(stream);
}

function lists(): void {
  asksForNothing('resolve-addresses', FEW, () => look('127.0.0.1'));
  asksForNothing('resolve-addresses that fails', FEW, () => look('a b'));
  keepsNothing('get-environment', MANY, () => {
    system.getEnvironment(RESULT);
    freeStrings(PAIR_BYTES);
  });
  keepsNothing('get-arguments', MANY, () => {
    system.getArguments(RESULT);
    freeStrings(STRING_BYTES);
  });
  asksForNothing('initial-cwd and the terminals', MANY, () => {
    system.initialCwd(RESULT);
    system.getTerminalStdin(RESULT);
    system.getTerminalStdout(RESULT);
    system.getTerminalStderr(RESULT);
  });
  asksForNothing('get-random-bytes of 0', MANY, () => system.getRandomBytes(0, RESULT));
  keepsNothing('get-random-bytes', MANY, () => {
    system.getRandomBytes(1001, RESULT);
    freeResult(0);
    system.getInsecureRandomBytes(7, RESULT);
    freeResult(0);
  });
}

function readLink(path: string): void {
  const text = new tools.Text(path);
  files.readlinkAt(root, text.at, text.bytes, RESULT);
  if (load<u8>(RESULT) == 0) freeResult(4);
}

function readFile(): void {
  if (tools.readCode(file, LARGE, 5) == tools.OK) freeResult(4);
}

function readStream(): void {
  files.readViaStream(file, 0, RESULT);
  const stream = handle();
  while (blockingRead(stream, MUCH) == OK) freeResult(4);
  if (outcome(4) == FAILED) io.dropError(lastError);
  io.dropInput(stream);
}

/** Reads the next entry; whether there is one. */
function hasEntry(stream: i32): bool {
  files.readDirectoryEntry(stream, RESULT);
  return load<u8>(RESULT) == 0 && load<u8>(RESULT, 4) == 1;
}

function readFolder(): void {
  files.readDirectory(root, RESULT);
  const stream = handle();
  while (hasEntry(stream)) freeResult(12);
  files.dropDirectoryEntryStream(stream);
}

function folders(): void {
  keepsNothing('get-directories', FEW, () => {
    files.getDirectories(RESULT);
    const list = load<usize>(RESULT);
    files.dropDescriptor(load<i32>(list));
    free(load<usize>(list, 4), load<i32>(list, 8));
    free(list, load<i32>(RESULT, 4) * PREOPEN_BYTES);
  });
  root = tools.root();
  keepsNothing('read-directory-entry', FEW, readFolder);
  keepsNothing('readlink-at', FEW, () => readLink('link.txt'));
  asksForNothing('readlink-at that fails', FEW, () => readLink('hello.txt'));
  asksForNothing('open-at that fails', FEW, () => {
    tools.tryOpen(root, 'nothing');
  });
  file = tools.open(root, 'hello.txt');
  keepsNothing('descriptor.read of little, asked for much', MANY, readFile);
  keepsNothing('read of a file to its end', FEW, readStream);
  asksForNothing('descriptor.read beyond the end', MANY, () => {
    tools.readCode(file, LARGE, LARGE);
  });
  files.dropDescriptor(file);
  file = tools.open(root, 'big');
  keepsNothing('descriptor.read of a large file', FEW, readFile);
  keepsNothing('read of a large file to its end', FEW, readStream);
  files.dropDescriptor(file);
  file = tools.open(root, 'empty');
  asksForNothing('descriptor.read of an empty file', MANY, readFile);
  asksForNothing('read of an empty file', FEW, readStream);
  files.dropDescriptor(file);
  file = root;
  asksForNothing('descriptor.read of a folder', FEW, readFile);
  files.dropDescriptor(root);
}

/** All of it; the peer at the port resets connections. */
export function memoryFacts(resettingPort: u16): void {
  port = resettingPort;
  reads();
  polls();
  udp();
  lists();
  folders();
}
